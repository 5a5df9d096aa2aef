using System.Reflection;

namespace Registry.Functions;

internal static class AppVersion
{
    /// <summary>The version of the build, without the commit behind it.</summary>
    public static string Text { get; } =
        typeof(AppVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
