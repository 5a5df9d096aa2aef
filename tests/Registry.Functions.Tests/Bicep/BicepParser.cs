using System.Diagnostics;
using System.Text.Json;
using Registry.Functions.Tests.Deployment;

namespace Registry.Functions.Tests.Bicep;

/// <summary>Parses Bicep with the tree-sitter grammar in <c>tests/npm</c>, which it restores at first use.</summary>
internal static class BicepParser
{
    private const string Script = "bicep-tree.mjs";
    private static readonly string Directory = Path.Combine(Repository.Root, "tests", "npm");
    private static readonly Lazy<Task> Restored = new(RestoreAsync);

    /// <param name="files">Path → text.</param>
    public static async Task<IReadOnlyDictionary<string, BicepNode>> ParseAsync(IReadOnlyDictionary<string, string> files)
    {
        await Restored.Value;
        var sources = files.ToDictionary(file => file.Key, file => file.Key.EndsWith(".bicepparam", StringComparison.Ordinal) ? AsBicep(file.Value) : file.Value);
        var output = await RunAsync("node", [Script], JsonSerializer.Serialize(sources));
        using var trees = JsonDocument.Parse(output);
        return trees.RootElement.EnumerateObject().ToDictionary(tree => tree.Name, tree => BicepNode.Read(tree.Value), StringComparer.Ordinal);
    }

    // The grammar does not know parameter files, whose assignments look like those of variables.
    private static string AsBicep(string parameters) =>
        string.Join('\n', parameters.Split('\n').Select(line => line.StartsWith("param ", StringComparison.Ordinal) ? "var   " + line[6..] : line));

    private static async Task RestoreAsync()
    {
        var installed = Path.Combine(Directory, "node_modules", ".package-lock.json");
        var pinned = Path.Combine(Directory, "package-lock.json");
        if (!File.Exists(installed) || File.GetLastWriteTimeUtc(installed) < File.GetLastWriteTimeUtc(pinned))
        {
            await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"], "");
        }
    }

    private static async Task<string> RunAsync(string tool, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{tool} does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
        return await output;
    }
}
