using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Registry.Core;
using Registry.Core.Agents;

namespace Registry.Http.Conditional;

/// <summary>Reads what a conditional write asks.</summary>
internal static class Preconditions
{
    public static Precondition Read(IHeaderDictionary headers, FieldErrors errors)
    {
        var ifMatch = headers.IfMatch;
        var ifNoneMatch = headers.IfNoneMatch;
        if (ifMatch.Count == 0 && ifNoneMatch.Count == 0)
        {
            return Precondition.None;
        }

        var precondition = Precondition.None;
        if (ifMatch.Count > 0)
        {
            if (!EntityTagHeaderValue.TryParseStrictList(ifMatch.ToArray()!, out var tags))
            {
                errors.Add("If-Match", "must be * or a list of quoted ETags");
            }
            else if (tags.Contains(EntityTagHeaderValue.Any))
            {
                precondition = precondition with { MustExist = true };
            }
            else
            {
                precondition = precondition with { IfMatch = Tags(tags) };
            }
        }

        if (ifNoneMatch.Count > 0)
        {
            if (ifNoneMatch is not ["*"])
            {
                errors.Add("If-None-Match", "must be * on a write");
            }

            precondition = precondition with { MustNotExist = true };
        }

        return precondition;
    }

    private static List<AgentTag> Tags(IEnumerable<EntityTagHeaderValue> given)
    {
        var tags = new List<AgentTag>();
        foreach (var one in given)
        {
            if (EntityTags.TryRead(one, out var tag))
            {
                tags.Add(tag);
            }
        }

        return tags;
    }
}
