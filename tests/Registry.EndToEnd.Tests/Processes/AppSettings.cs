using Registry.Core;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>Settings of an app under test.</summary>
internal static class AppSettings
{
    public static Dictionary<string, string> Memory() => new() { ["Registry__Storage"] = "memory" };

    /// <summary>A table of its own on an Azurite that runs already.</summary>
    public static Dictionary<string, string> OnTable(string connectionString) => new()
    {
        ["AzureWebJobsStorage"] = connectionString,
        ["Registry__Table"] = "t" + Entropy.System.NextId(),
        ["Registry__StartAzurite"] = "false",
    };

    public static Dictionary<string, string> With(this Dictionary<string, string> settings, string name, string value) =>
        new(settings) { [name] = value };
}
