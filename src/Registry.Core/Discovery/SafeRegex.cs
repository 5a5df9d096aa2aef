using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Registry.Core.Discovery;

/// <summary>
/// A pattern that came from outside, for one request. It never backtracks, so lookaround, backreferences and atomic groups are refused. Unanchored, and
/// case-sensitive unless it says <c>(?i)</c>. Three things bound what it costs: its size with repetitions written out, what its automaton
/// may allocate while it grows (some small patterns make the engine derive states for minutes), and a time for one text.
/// </summary>
public sealed class SafeRegex
{
    /// <summary>In characters.</summary>
    public const int MaxPatternLength = 512;

    /// <summary>Parts of a pattern with its counted repetitions written out; a pattern that is longer by itself may have as many as it has characters.</summary>
    public const int MaxSize = 256;

    // Ordinary patterns allocate 2 MiB over thousands of names; the engine fills this in some hundred milliseconds.
    private const long MaxAllocated = 64L << 20;

    // A backstop for a single text, far beyond what an ordinary one takes (microseconds) even on a machine that is busy otherwise.
    private static readonly TimeSpan MaxMatchTime = TimeSpan.FromSeconds(2);

    private readonly Regex _regex;
    private long _allocated;

    private SafeRegex(Regex regex)
    {
        _regex = regex;
    }

    /// <summary>The pattern as it was given.</summary>
    public string Pattern => _regex.ToString();

    /// <summary>Whether matching cost too much. From then on nothing matches: the answer is to be thrown away.</summary>
    public bool GaveUp { get; private set; }

    /// <param name="pattern">Hostile.</param>
    /// <param name="regex">Null when it is refused.</param>
    /// <param name="error">What would be right, without the pattern; null when it is taken.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out SafeRegex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        error = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = $"A pattern has at most {MaxPatternLength} characters.";
            return false;
        }

        if (!PatternSize.IsWithin(Math.Max(MaxSize, pattern.Length), pattern))
        {
            error = $"The pattern is too large: with repetitions written out it has more than {MaxSize} parts. Comments, free spacing and [ inside [] are not taken.";
            return false;
        }

        try
        {
#pragma warning disable RS0030 // The one place that builds a pattern, with the engine that cannot backtrack.
            regex = new SafeRegex(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MaxMatchTime));
#pragma warning restore RS0030
            return true;
        }
        catch (RegexParseException fault)
        {
            error = $"Not a regular expression: {Describe(fault.Error)} at offset {fault.Offset}.";
        }
        catch (NotSupportedException)
        {
            error = "Lookaround, backreferences, atomic groups and conditions are not taken: matching is linear in time.";
        }

        return false;
    }

    public bool IsMatch(string text)
    {
        if (GaveUp)
        {
            return false;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            GaveUp = true;
            return false;
        }
        finally
        {
            _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            GaveUp |= _allocated > MaxAllocated;
        }
    }

    // "UnterminatedBracket" → "unterminated bracket": the engine's own text would repeat the pattern.
    private static string Describe(RegexParseError error) => string.Concat(
        error.ToString().Select((letter, i) => char.IsAsciiLetterUpper(letter) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));
}
