using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Registry.Http.Conditional;

/// <summary>The ETag of an agent: its revision in quotes, always strong.</summary>
internal static class EntityTags
{
    public static string Of(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Whether <c>If-None-Match</c> names the revision (weak comparison, RFC 9110 §13.1.2). A header that can't be read asks nothing.</summary>
    public static bool AnyMatches(StringValues ifNoneMatch, long revision)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        var tag = Of(revision);
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], tag, StringComparison.Ordinal))
        {
            return true;
        }

        return EntityTagHeaderValue.TryParseStrictList(ifNoneMatch.ToArray()!, out var tags)
            && tags.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Tag.Equals(tag, StringComparison.Ordinal));
    }

    /// <summary>The revision that a strong tag names; false for tags that are no agent's.</summary>
    public static bool TryReadRevision(EntityTagHeaderValue tag, out long revision)
    {
        revision = 0;
        return !tag.IsWeak && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out revision);
    }
}
