using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Registry.Core.Agents;

namespace Registry.Core.Discovery;

/// <summary>Asks for a version: the same text, or one in an npm range. A version that is not semantic is found by its exact text alone.</summary>
public sealed class VersionFilter
{
    private static readonly SearchValues<char> RangeCharacters = SearchValues.Create("<>=^~|* ");

    private readonly VersionRange? _range;

    private VersionFilter(string text, VersionRange? range)
    {
        Text = text;
        _range = range;
    }

    public string Text { get; }

    /// <summary>False for what was meant as a range and is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionFilter? filter)
    {
        filter = VersionRange.TryParse(text, out var range) || !LooksLikeRange(text) ? new VersionFilter(text, range) : null;
        return filter is not null;
    }

    public bool Matches(string? version) =>
        version is not null
        && (string.Equals(version, Text, StringComparison.Ordinal)
            || (_range is not null && SemanticVersion.TryParse(version, out var semantic) && _range.Contains(semantic)));

    public bool Matches(Capability capability) =>
        capability.Version is { } version
        && (string.Equals(version, Text, StringComparison.Ordinal)
            || (_range is not null && capability.TryGetSemanticVersion(out var semantic) && _range.Contains(semantic)));

    private static bool LooksLikeRange(string text) => text.Length > SemanticVersion.MaxLength || text.AsSpan().ContainsAny(RangeCharacters);
}
