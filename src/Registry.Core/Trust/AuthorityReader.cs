using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Trust;

/// <summary>Reads an authority from JSON and names every mistake at once. Members that only answers have are ignored.</summary>
public static class AuthorityReader
{
    /// <returns>Null where something is wrong.</returns>
    public static AuthorityInput? Read(string id, JsonElement body, FieldErrors errors)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("body", "must be a JSON object");
            return null;
        }

        var members = MemberReader.OfBody(body, errors);
        var name = members.Text("name", AgentLimits.MaxNameLength, TextRule.Name, required: true);
        var parent = members.Text("parent", AgentLimits.MaxIdLength, TextRule.Line);
        if (parent is not null && (!AgentId.IsValid(parent) || parent == id))
        {
            members.Error("parent", "must be the id of another authority");
        }

        var endorsement = members.Text("endorsement", TrustLimits.MaxTokenLength, TextRule.Line);
        if (endorsement is not null)
        {
            CheckEndorsement(members, parent, endorsement);
        }

        if (!members.TryGet("keys", out var set))
        {
            members.Error("keys", members.Has("keys") && !errors.IsEmpty ? "must be a JWK set" : "is required");
        }

        var keys = set.ValueKind == JsonValueKind.Undefined ? [] : JwkReader.Read(set, "keys", errors);
        return errors.IsEmpty ? new AuthorityInput(id, name!, keys) { Parent = parent, Endorsement = endorsement } : null;
    }

    /// <summary>The id of a token that is to be revoked; null where it is not given.</summary>
    public static string? ReadRevocation(JsonElement body, FieldErrors errors)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("body", "must be a JSON object");
            return null;
        }

        return MemberReader.OfBody(body, errors).Text("jti", AgentLimits.MaxWordLength, TextRule.Line, required: true);
    }

    private static void CheckEndorsement(MemberReader members, string? parent, string endorsement)
    {
        if (parent is null)
        {
            members.Error("endorsement", "is a parent's word: parent is required with it");
        }

        if (!TrustTokenReader.TryRead(endorsement, out var token, out var reason))
        {
            members.Error("endorsement", $"must be a JWS of the parent in compact form ({TrustWords.Reason[reason]})");
        }
        else if (token.KeyThumbprints is null)
        {
            members.Error("endorsement", "must have key_thumbprints: this is an agent's token");
        }
    }
}
