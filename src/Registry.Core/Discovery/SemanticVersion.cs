using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Registry.Core.Discovery;

/// <summary>A version by Semantic Versioning 2.0.0. Build metadata is read and dropped: it has no part in precedence, so two that differ in it alone are equal.</summary>
public readonly record struct SemanticVersion : IComparable<SemanticVersion>
{
    // node-semver's limits: what is longer, or beyond what JavaScript counts exactly, is no version.
    internal const int MaxLength = 256;
    internal const long MaxNumber = 9_007_199_254_740_991;

    private readonly string? _prerelease;

    internal SemanticVersion(long major, long minor, long patch, string prerelease = "")
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        _prerelease = prerelease;
    }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    /// <summary>Without its hyphen; empty where there is none.</summary>
    public string Prerelease => _prerelease ?? "";

    public bool IsPrerelease => Prerelease.Length > 0;

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>1.2.3-rc.1+build</c>, also with a leading <c>v</c> as npm takes it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SemanticVersion version)
    {
        version = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest.StartsWith('v'))
        {
            rest = rest[1..];
        }

        return PartialVersion.TryParse(rest, out var partial) && partial.TryComplete(out version);
    }

    public int CompareTo(SemanticVersion other)
    {
        var byNumbers = CompareNumbers(other);
        if (byNumbers != 0)
        {
            return byNumbers;
        }

        return (IsPrerelease, other.IsPrerelease) switch
        {
            (false, false) => 0,
            (false, true) => 1,
            (true, false) => -1,
            _ => ComparePrerelease(Prerelease, other.Prerelease),
        };
    }

    public bool Equals(SemanticVersion other) => CompareTo(other) == 0;

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease.GetHashCode(StringComparison.Ordinal));

    public override string ToString() => IsPrerelease
        ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}-{Prerelease}")
        : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    internal bool HasNumbersOf(SemanticVersion other) => CompareNumbers(other) == 0;

    private int CompareNumbers(SemanticVersion other)
    {
        var major = Major.CompareTo(other.Major);
        if (major != 0)
        {
            return major;
        }

        var minor = Minor.CompareTo(other.Minor);
        return minor != 0 ? minor : Patch.CompareTo(other.Patch);
    }

    private static int ComparePrerelease(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var leftEnd = left.IndexOf('.');
            var rightEnd = right.IndexOf('.');
            var byIdentifier = CompareIdentifier(leftEnd < 0 ? left : left[..leftEnd], rightEnd < 0 ? right : right[..rightEnd]);
            if (byIdentifier != 0)
            {
                return byIdentifier;
            }

            if (leftEnd < 0 || rightEnd < 0)
            {
                // All the same so far: the one with more identifiers is higher.
                return (leftEnd >= 0).CompareTo(rightEnd >= 0);
            }

            left = left[(leftEnd + 1)..];
            right = right[(rightEnd + 1)..];
        }
    }

    private static int CompareIdentifier(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsNumber = !left.ContainsAnyExceptInRange('0', '9');
        var rightIsNumber = !right.ContainsAnyExceptInRange('0', '9');
        if (leftIsNumber != rightIsNumber)
        {
            return leftIsNumber ? -1 : 1;
        }

        // Numbers have no leading zeros, so the longer one is the greater one, however long.
        return leftIsNumber && left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }
}
