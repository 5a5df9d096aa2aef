using Registry.Core.Backup;
using Registry.Core.Storage;
using Registry.Functions.Composition;
using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary><c>Registry.Functions export FILE</c> and <c>import FILE</c>: the whole table to a file, and into an empty table again.</summary>
internal static class BackupCommands
{
    public const string Export = "export";
    public const string Import = "import";

    /// <param name="command"><see cref="Export"/> or <see cref="Import"/>.</param>
    /// <param name="path">The file. An export does not overwrite one: it may be the only copy.</param>
    /// <param name="settings">Where the table is.</param>
    /// <param name="shards">For an import: how many shards there are to be; null for as many as there were.</param>
    /// <param name="time">Of this machine.</param>
    public static async Task<int> RunAsync(string command, string path, RegistrySettings settings, int? shards, TimeProvider time)
    {
        if (settings.Storage.Kind == StorageKind.Memory)
        {
            return Tell(command, "memory has no table; set AzureWebJobsStorage, and leave Registry__Storage out.");
        }

        var storage = StorageFactory.Create(settings.Storage, time);
        try
        {
            var result = command == Export
                ? await ExportAsync(storage.Table, path)
                : await ImportAsync(storage, path, shards, time);
            if (result.Problem is { } problem)
            {
                return Tell(command, problem);
            }

            Console.WriteLine($"{result.Rows} rows of {settings.Storage.Table}, {result.Shards} shards.");
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Tell(command, error.Message);
        }
    }

    private static int Tell(string command, string problem)
    {
        Console.Error.WriteLine($"The {command} is not whole: {problem}");
        return StartFailure.ExitCode;
    }

    private static async Task<BackupResult> ExportAsync(ITable table, string path)
    {
        // It holds what agents keep secret (headers of probes): nobody but its owner may read it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        return await new TableExport(table).RunAsync(file, CancellationToken.None);
    }

    private static async Task<BackupResult> ImportAsync(RegistryStorage storage, string path, int? shards, TimeProvider time)
    {
        await using var file = File.OpenRead(path);
        if (!file.CanSeek)
        {
            return new BackupResult(0, 0, $"{path} can't be read twice: unpack it into a file.");
        }

        // Two answers prove the service's time.
        await storage.Table.CreateIfNotExistsAsync(CancellationToken.None);
        await storage.Table.GetAsync("config", "shards", CancellationToken.None);
        var now = storage.Clock.TryNow(out var instant) ? instant.Upper : time.GetUtcNow().ToUnixTimeMilliseconds();
        return await new TableImport(storage.Table, time).RunAsync(Open, shards, now, CancellationToken.None);

        StreamReader Open()
        {
            file.Position = 0;
            return new StreamReader(file, leaveOpen: true);
        }
    }
}
