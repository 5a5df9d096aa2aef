using Registry.Core.Configuration;

namespace Registry.Core.Trust;

/// <summary>Decides on changes of authorities. Pure.</summary>
internal static class AuthorityRules
{
    public static ConfigDecision Put(AuthorityInput input, ConfigEntry? current, ConfigSnapshot all)
    {
        var before = current is null ? null : AuthorityDocument.Read(current);
        if (before is { IsRevoked: true })
        {
            return new Refusal(RefusalCode.Conflict, "This authority is revoked, and that is for good: choose another id.");
        }

        if (before is null && all.Count(ConfigKinds.Authority) >= TrustLimits.MaxAuthorities)
        {
            return new Refusal(RefusalCode.Conflict, $"There are {TrustLimits.MaxAuthorities} authorities already.");
        }

        if (input.Parent is { } parent && CheckParent(input.Id, parent, all) is { } wrong)
        {
            var errors = new FieldErrors();
            errors.Add("parent", wrong);
            return Refusal.Invalid(errors);
        }

        var after = new Authority
        {
            Id = input.Id,
            Name = input.Name,
            Keys = input.Keys,
            Parent = input.Parent,
            Endorsement = input.Endorsement,
            RevokedTokens = before?.RevokedTokens ?? new HashSet<string>(),
        };
        return Changed(current, after);
    }

    public static ConfigDecision Revoke(ConfigEntry? current) =>
        current is null ? NotFound() : Changed(current, AuthorityDocument.Read(current) with { IsRevoked = true }, "revoked");

    public static ConfigDecision RevokeToken(string tokenId, ConfigEntry? current)
    {
        if (current is null)
        {
            return NotFound();
        }

        var before = AuthorityDocument.Read(current);
        var revocation = Authority.Revocation(tokenId);
        if (before.RevokedTokens.Contains(revocation))
        {
            return ConfigDecision.Unchanged;
        }

        return before.RevokedTokens.Count >= TrustLimits.MaxRevocations
            ? new Refusal(RefusalCode.Conflict, $"An authority has at most {TrustLimits.MaxRevocations} revoked tokens: revoke the authority, or give it another key.")
            : Changed(current, before with { RevokedTokens = before.RevokedTokens.Append(revocation).ToHashSet(StringComparer.Ordinal) }, "token revoked");
    }

    public static Refusal NotFound() => new(RefusalCode.NotFound, "Authority not found");

    /// <summary>What is wrong with a parent; null: nothing.</summary>
    private static string? CheckParent(string id, string parent, ConfigSnapshot all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { id };
        for (string? next = parent; next is not null;)
        {
            if (!seen.Add(next))
            {
                return "must not be below this authority";
            }

            if (seen.Count > TrustLimits.MaxDepth)
            {
                return $"must leave a chain of at most {TrustLimits.MaxDepth} authorities";
            }

            var entry = all.Find(ConfigKinds.Authority, next);
            if (entry is null && next == parent)
            {
                return "must be an authority that there is";
            }

            next = entry is null ? null : AuthorityDocument.Read(entry).Parent;
        }

        return null;
    }

    private static ConfigDecision Changed(ConfigEntry? current, Authority after, string? reason = null)
    {
        var doc = AuthorityDocument.Write(after);
        return current is not null && current.Doc.Span.SequenceEqual(doc) ? ConfigDecision.Unchanged : ConfigDecision.Put(doc) with { Reason = reason };
    }
}
