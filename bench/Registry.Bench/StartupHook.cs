using System.Globalization;

/// <summary>
/// Loaded into an app under load (<c>DOTNET_STARTUP_HOOKS</c> names this assembly): writes the memory of that process to a file, every few seconds a line. The runtime looks
/// for this name, outside of any namespace.
/// </summary>
internal static class StartupHook
{
    /// <summary>The file.</summary>
    public const string FileVariable = "BENCH_MEMORY_FILE";

    /// <summary>Seconds between two lines; 10 if it is not set.</summary>
    public const string IntervalVariable = "BENCH_MEMORY_SECONDS";

    private const double DefaultSeconds = 10;
    private static Timer? _timer;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file)
        {
            return;
        }

        var seconds = double.TryParse(Environment.GetEnvironmentVariable(IntervalVariable), CultureInfo.InvariantCulture, out var set) ? set : DefaultSeconds;
        File.WriteAllText(file, "seconds,rss_mb,gc_heap_mb,gc_committed_mb,gen2_collections\n");
        var started = Environment.TickCount64;
#pragma warning disable RS0030 // A clock of its own is what a measurement from outside has.
        _timer = new Timer(_ => File.AppendAllText(file, Line(started)), null, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds));
#pragma warning restore RS0030
    }

    private static string Line(long started)
    {
        const double Mb = 1024 * 1024;
        var memory = GC.GetGCMemoryInfo();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(Environment.TickCount64 - started) / 1000.0:F0},{Environment.WorkingSet / Mb:F1},{GC.GetTotalMemory(false) / Mb:F1},{memory.TotalCommittedBytes / Mb:F1},{GC.CollectionCount(2)}\n");
    }
}
