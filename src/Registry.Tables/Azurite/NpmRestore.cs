using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Registry.Tables.Azurite;

/// <summary>Restores the npm parts with <c>npm ci</c> when they are missing or another version's, one process at a time.</summary>
internal static class NpmRestore
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>Null when Azurite is there, else what went wrong.</summary>
    public static async Task<string?> EnsureAsync(AzuriteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsRestored(options.Root))
        {
            return null;
        }

        if (NodeTools.Npm is not { } npm)
        {
            return NodeTools.Missing;
        }

        var start = time.GetTimestamp();
        using var held = await LockAsync(options, time, cancellationToken);
        if (held is null)
        {
            return "another process holds the lock of the npm restore for too long; run 'npm ci' and try again";
        }

        if (IsRestored(options.Root))
        {
            return null;
        }

        options.Report("restoring the npm parts (Azurite), once: npm ci");
        var left = options.RestoreTimeout - time.GetElapsedTime(start);
        var run = await ToolRun.RunAsync(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"], options.Root, left, time, cancellationToken);
        return run.ExitCode == 0 && IsRestored(options.Root)
            ? null
            : $"'npm ci' in {options.Root} {(run.ExitCode < 0 ? "took too long" : $"failed with {run.ExitCode}")}:{Environment.NewLine}{run.Output}";
    }

    public static string MainScript(string root) => Path.Combine(root, "node_modules", "azurite", "dist", "src", "table", "main.js");

    /// <summary>npm writes <c>.package-lock.json</c> last: without it a restore was broken off.</summary>
    private static bool IsRestored(string root) =>
        File.Exists(Path.Combine(root, "node_modules", ".package-lock.json"))
        && File.Exists(MainScript(root))
        && Pinned(root) is { } pinned
        && pinned == Installed(root);

    private static string? Pinned(string root) => Read(Path.Combine(root, "package.json"), "devDependencies", "azurite");

    private static string? Installed(string root) => Read(Path.Combine(root, "node_modules", "azurite", "package.json"), "version");

    private static string? Read(string file, params string[] path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var element = json.RootElement;
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.GetString();
    }

    private static async Task<FileStream?> LockAsync(AzuriteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        // Outside the repository, so that it is in nobody's way; by its path, so that clones do not wait for each other.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.Root))).AsSpan(0, 8));
        var file = Path.Combine(Path.GetTempPath(), $"agent-registry-npm-{id}.lock");
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < options.RestoreTimeout)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Held by another process; it ends with that process at the latest.
                await Task.Delay(LockPoll, time, cancellationToken);
            }
        }

        return null;
    }
}
