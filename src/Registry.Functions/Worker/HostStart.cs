using Registry.Functions.Settings;

namespace Registry.Functions.Worker;

/// <summary>
/// How the Functions host starts the app: with arguments of its own, the address that it listens on for its worker among them. Source:
/// WorkerHostBuilderExtensions of Azure/azure-functions-dotnet-worker.
/// </summary>
internal static class HostStart
{
    private static readonly string[] Arguments = ["--functions-uri", "--functions-worker-id"];

    /// <summary>
    /// What takes the place of the host's arguments, which are no settings of the registry. <c>ASPNETCORE_URLS</c> is the host's own there
    /// and says nothing to its worker, which listens where the host reaches it.
    /// </summary>
    public static readonly IReadOnlyList<string> SettingArguments = [$"--{ListenSettings.Name}="];

    public static bool IsBehind(IReadOnlyList<string> args) =>
        args.Any(argument => Arguments.Contains(argument.Split('=', 2)[0], StringComparer.OrdinalIgnoreCase));
}
