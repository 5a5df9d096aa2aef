using Registry.Core.Agents;

namespace Registry.Core.Trust;

/// <summary>The words of <see cref="TrustReason"/>.</summary>
public static class TrustWords
{
    /// <summary>The verdict on a link that holds.</summary>
    public const string Ok = "ok";

    public static WordTable<TrustReason> Reason { get; } = new(
        "not_established", "malformed", "truncated", "malformed_header", "malformed_payload", "algorithm_none", "algorithm_not_allowed",
        "critical_header", "wrong_use", "unknown_authority", "authority_revoked", "token_revoked", "key_not_found", "key_in_header",
        "bad_signature", "wrong_issuer", "wrong_subject", "not_yet_valid", "expired", "capability_not_granted", "capability_beyond_ceiling",
        "not_endorsed", "key_not_endorsed", "chain_too_deep", "chain_cycle");
}
