namespace Registry.Tables.Azurite;

/// <summary>Finds Node.js and npm, as a shell would.</summary>
internal static class NodeTools
{
    private const int MinimumMajor = 20;

    public static string Missing { get; } =
        $"Node.js is not installed: install Node {MinimumMajor} or newer, or set Registry__Storage=memory, or point AzureWebJobsStorage at a storage account";

    public static string? Node { get; } = Find(OperatingSystem.IsWindows() ? ["node.exe"] : ["node"]);

    public static string? Npm { get; } = Find(OperatingSystem.IsWindows() ? ["npm.cmd", "npm.exe"] : ["npm"]);

    /// <summary>Whether <c>node --version</c> says a version that Azurite runs on.</summary>
    public static bool IsRecent(string version) =>
        version.StartsWith('v') && int.TryParse(version.AsSpan(1).Trim().ToString().Split('.')[0], out var major) && major >= MinimumMajor;

    private static string? Find(string[] names)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
    }
}
