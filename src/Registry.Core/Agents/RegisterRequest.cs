using Registry.Core.Agents.Quotas;
using Registry.Core.Trust;

namespace Registry.Core.Agents;

/// <param name="Id">Chosen by the caller, or null: then derived from the idempotency key, or random.</param>
/// <param name="Registration">Checked.</param>
public sealed record RegisterRequest(string? Id, Registration Registration)
{
    /// <summary>Secret probe headers to keep in the write-only column; null leaves what is there, empty removes it.</summary>
    public string? Secrets { get; init; }

    /// <summary>Which members the body gave: the others hold defaults, which a replacement of another kind fills in anew.</summary>
    public RegistrationMembers Given { get; init; } = RegistrationMembers.All;

    /// <summary>What it says of trust.</summary>
    public TrustChange Trust { get; init; } = TrustChange.None;

    /// <summary>Ids that it depends on, each once; null where the body is silent (what is there stays).</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    /// <summary>Mutation id of the registration, where the graph has its node already; null: the command's own.</summary>
    internal string? RegistrationId { get; init; }

    /// <summary>What the graph decided that it begins in; null: as it asks.</summary>
    internal Lifecycle? FirstLifecycle { get; init; }

    /// <summary>≤ 128 characters; null without one.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 (hexadecimal) of the request body; compared when the idempotency key is seen again.</summary>
    public string RequestDigest { get; init; } = "";

    /// <summary>Asked before an agent is created; null where the caller may have any number.</summary>
    internal QuotaTicket? Quota { get; init; }
}
