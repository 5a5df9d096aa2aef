using System.Globalization;

namespace Registry.Functions.Standalone;

/// <summary>How many files this process may have open. Without any left the runtime itself ends: connections must never take them all.</summary>
internal static class OpenFiles
{
    // What the app needs for itself: assemblies, the table, probes, hooks, webhooks.
    private const int Own = 512;
    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>Connections that may be open at a time: as many as asked for (0: any number), and as the limit on files leaves.</summary>
    public static long? Connections(int asked, int? files)
    {
        long? left = files is { } limit ? Math.Max(limit / 4, Math.Min(limit / 4 * 3, limit - Own)) : null;
        return asked == 0 ? left : Math.Min(asked, left ?? asked);
    }

    /// <summary>Null where there is none, or the system does not tell. The runtime has raised the soft limit to the hard one.</summary>
    public static int? Limit()
    {
        if (!File.Exists(Limits))
        {
            return null;
        }

        var line = File.ReadLines(Limits).FirstOrDefault(static line => line.StartsWith(Line, StringComparison.Ordinal)) ?? "";
        var numbers = line[Math.Min(Line.Length, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers.Length > 0 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var soft) ? soft : null;
    }
}
