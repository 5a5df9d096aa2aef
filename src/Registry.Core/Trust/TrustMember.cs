using System.Text.Json;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Trust;

/// <summary>Reads <c>trust</c> of a registration. Write-only: no message repeats anything of it.</summary>
public static class TrustMember
{
    private const string Name = "trust";

    internal static TrustChange Read(MemberReader body)
    {
        if (body.IsNull(Name))
        {
            return new TrustChange { IsRemoval = true };
        }

        return body.TryObject(Name, out var members) ? new TrustChange { Token = Token(members) } : TrustChange.None;
    }

    /// <summary>Of a patch that nobody checked yet: what is wrong with it is found when it is merged.</summary>
    internal static TrustChange OfPatch(JsonElement patch) =>
        patch.ValueKind == JsonValueKind.Object && patch.TryGetProperty(Name, out _)
            ? Read(MemberReader.OfBody(patch, new FieldErrors()))
            : TrustChange.None;

    /// <summary>The token of a body <c>{token}</c>.</summary>
    public static string? ReadToken(JsonElement body, FieldErrors errors)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("body", "must be a JSON object");
            return null;
        }

        return Token(MemberReader.OfBody(body, errors));
    }

    private static string? Token(MemberReader members) => members.Text("token", TrustLimits.MaxTokenLength, TextRule.Line, required: true);
}
