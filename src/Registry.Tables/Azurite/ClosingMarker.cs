using System.Diagnostics;
using System.Globalization;

namespace Registry.Tables.Azurite;

/// <summary>
/// The file by which an Azurite that was told to stop says, in its data directory, that it is still saving: another one started
/// meanwhile would read what is about to be replaced.
/// </summary>
internal static class ClosingMarker
{
    private const string FileName = "azurite.closing";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public static string PathIn(string data) => Path.Combine(Path.GetFullPath(data), FileName);

    /// <summary>False if it took longer than a start may.</summary>
    public static async Task<bool> WaitAsync(AzuriteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.DataDirectory is null)
        {
            return true;
        }

        var file = PathIn(options.DataDirectory);
        var start = time.GetTimestamp();
        while (IsClosing(file))
        {
            if (time.GetElapsedTime(start) > options.StartTimeout)
            {
                return false;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        return true;
    }

    private static bool IsClosing(string file)
    {
        try
        {
            if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return false;
            }

            using var process = Process.GetProcessById(id);
            return process.ProcessName.StartsWith("node", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception gone) when (gone is ArgumentException or IOException or InvalidOperationException)
        {
            // No such process, or the file went while it was read: it has ended.
            return false;
        }
    }
}
