using System.Globalization;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>
/// A process that was started in the background of a script ignores SIGINT, and so do its children: the app would never hear a Ctrl-C.
/// There its signals are put back with <c>env</c> of the GNU core utilities.
/// </summary>
internal static class InterruptSignal
{
    private const string Status = "/proc/self/status";
    private const string IgnoredMask = "SigIgn:";
    private const int Interrupt = 2;

    /// <summary>The command that starts <paramref name="command"/> with SIGINT as a terminal's user has it. The process id is the command's own.</summary>
    public static IReadOnlyList<string> Heard(IReadOnlyList<string> command) => IsIgnored() ? ["env", "--default-signal=INT", .. command] : command;

    private static bool IsIgnored()
    {
        if (!File.Exists(Status))
        {
            return false;
        }

        var mask = File.ReadLines(Status).First(line => line.StartsWith(IgnoredMask, StringComparison.Ordinal))[IgnoredMask.Length..];
        return (ulong.Parse(mask.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (Interrupt - 1))) != 0;
    }
}
