using Registry.Testing;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>Settings of an app under test.</summary>
internal static class AppSettings
{
    public static Dictionary<string, string> Memory() => new() { ["Registry__Storage"] = "memory" };

    /// <summary>A table of its own on the Azurite that the tests share.</summary>
    public static async Task<Dictionary<string, string>> OnAzuriteAsync() => On(await AzuriteFixture.ConnectionStringAsync());

    /// <summary>A table of its own on a storage that runs already.</summary>
    public static Dictionary<string, string> On(string connectionString) => new()
    {
        ["AzureWebJobsStorage"] = connectionString,
        ["Registry__Table"] = AzuriteFixture.NewTableName(),
        ["Registry__StartAzurite"] = "false",
    };

    public static Dictionary<string, string> With(this Dictionary<string, string> settings, string name, string value) =>
        new(settings) { [name] = value };
}
