using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Registry.Core.Agents;

namespace Registry.Http.Conditional;

/// <summary>The ETag of an agent: its revision in quotes, and behind a dash its last change in the graph where it has one. Always strong.</summary>
internal static class EntityTags
{
    private const char Dash = '-';

    public static string Of(Agent agent) => Of(AgentTag.Of(agent));

    /// <summary>Whether <c>If-None-Match</c> names the agent's tag (weak comparison, RFC 9110 §13.1.2). A header that can't be read asks nothing.</summary>
    public static bool AnyMatches(StringValues ifNoneMatch, Agent agent)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        var tag = Of(agent);
        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], tag, StringComparison.Ordinal))
        {
            return true;
        }

        return EntityTagHeaderValue.TryParseStrictList(ifNoneMatch.ToArray()!, out var tags)
            && tags.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Tag.Equals(tag, StringComparison.Ordinal));
    }

    /// <summary>The state that a strong tag names; false for tags that are no agent's.</summary>
    public static bool TryRead(EntityTagHeaderValue given, out AgentTag tag)
    {
        tag = default;
        var text = given.Tag.AsSpan().Trim('"');
        var dash = text.IndexOf(Dash);
        var graph = 0L;
        if (given.IsWeak
            || !long.TryParse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || (dash >= 0 && !long.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out graph)))
        {
            return false;
        }

        tag = new AgentTag(revision, graph);
        return true;
    }

    private static string Of(AgentTag tag) => tag.GraphSeq == 0
        ? string.Create(CultureInfo.InvariantCulture, $"\"{tag.Revision}\"")
        : string.Create(CultureInfo.InvariantCulture, $"\"{tag.Revision}{Dash}{tag.GraphSeq}\"");
}
