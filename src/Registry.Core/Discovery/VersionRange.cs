using System.Diagnostics.CodeAnalysis;

namespace Registry.Core.Discovery;

/// <summary>A range as npm has them (the grammar and the rules of node-semver's README): alternatives by <c>||</c>, each a list of bounds that all hold.</summary>
public sealed class VersionRange
{
    private readonly VersionComparator[][] _alternatives;

    private VersionRange(VersionComparator[][] alternatives)
    {
        _alternatives = alternatives;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text is null || text.Length > SemanticVersion.MaxLength)
        {
            return false;
        }

        var alternatives = new List<VersionComparator[]>();
        foreach (var part in text.AsSpan().Split("||"))
        {
            var comparators = new List<VersionComparator>();
            if (!VersionRangeParser.TryParse(text.AsSpan(part), comparators))
            {
                return false;
            }

            alternatives.Add([.. comparators]);
        }

        range = new VersionRange([.. alternatives]);
        return true;
    }

    public bool Contains(SemanticVersion version)
    {
        foreach (var comparators in _alternatives)
        {
            if (Holds(comparators, version))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(VersionComparator[] comparators, SemanticVersion version)
    {
        // A prerelease is taken only by a range that names a prerelease of the same three numbers: who asks for ^1.2.3-rc.1 did not ask for 1.3.0-rc.1.
        var allowed = !version.IsPrerelease;
        foreach (var comparator in comparators)
        {
            if (!comparator.Test(version))
            {
                return false;
            }

            allowed = allowed || (comparator.Version.IsPrerelease && comparator.Version.HasNumbersOf(version));
        }

        return allowed;
    }
}
