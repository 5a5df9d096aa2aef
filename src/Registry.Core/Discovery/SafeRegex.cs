using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Registry.Core.Discovery;

/// <summary>
/// A pattern that came from outside. It runs in time linear in the text (no backtracking), so lookaround, backreferences and atomic groups are refused.
/// Unanchored, and case-sensitive unless it says <c>(?i)</c>. Nothing is cached: an automaton grows while it matches, and a cache would keep hostile ones.
/// </summary>
public sealed class SafeRegex
{
    /// <summary>In characters.</summary>
    public const int MaxPatternLength = 512;

    /// <summary>
    /// Nodes of an automaton, as the engine estimates them before it builds one; a nested counted repetition such as <c>(a{1000}){1000}</c> is beyond it.
    /// Tighter than the runtime's 10,000: matching costs text length × nodes at worst, and names have at most 128 characters.
    /// </summary>
    public const int MaxNodes = 1000;

    // The engine reads the bound for each pattern that it builds, for the whole process, and takes nothing but a boxed int:
    // a value from runtimeconfig.json would be a string or a long and be ignored.
    private const string MaxNodesSwitch = "REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE";

    private readonly Regex _regex;

    static SafeRegex()
    {
        AppContext.SetData(MaxNodesSwitch, MaxNodes);
    }

    private SafeRegex(Regex regex)
    {
        _regex = regex;
    }

    /// <summary>The pattern as it was given.</summary>
    public string Pattern => _regex.ToString();

    /// <param name="pattern">Hostile.</param>
    /// <param name="regex">Null when it is refused.</param>
    /// <param name="error">What would be right; null when it is taken.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out SafeRegex? regex, [NotNullWhen(false)] out string? error)
    {
        regex = null;
        error = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = $"A pattern has at most {MaxPatternLength} characters.";
            return false;
        }

        try
        {
#pragma warning disable RS0030 // The one place that builds one from a pattern, with the engine that cannot backtrack.
            regex = new SafeRegex(new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
#pragma warning restore RS0030
            return true;
        }
        catch (RegexParseException fault)
        {
            error = $"Not a regular expression: {Describe(fault.Error)} at offset {fault.Offset}.";
        }
        catch (NotSupportedException)
        {
            error = "The pattern is too large, or uses lookaround, backreferences, atomic groups or conditions, which the linear-time engine does not have.";
        }

        return false;
    }

    public bool IsMatch(string text) => _regex.IsMatch(text);

    // "UnterminatedBracket" → "unterminated bracket": the engine's own text would repeat the pattern.
    private static string Describe(RegexParseError error) =>
        string.Concat(error.ToString().Select((letter, i) => char.IsAsciiLetterUpper(letter) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));
}
