using Registry.Core.Trust;

namespace Registry.Core.Agents;

/// <summary>A registration as read from JSON and checked.</summary>
/// <param name="Id">Chosen by the caller; null where neither the path nor the body has one.</param>
/// <param name="Registration">With its kind's defaults filled in.</param>
public sealed record RegistrationInput(string? Id, Registration Registration)
{
    /// <summary>The probe headers as compact JSON; null where the body is silent (what is there stays), empty where it removes them.</summary>
    public string? Secrets { get; init; }

    /// <summary>What it says of trust; the token in it is not verified.</summary>
    public TrustChange Trust { get; init; } = TrustChange.None;

    /// <summary>Ids that it depends on, each once; null where the body is silent.</summary>
    public IReadOnlyList<string>? Dependencies { get; init; }

    public RegistrationMembers Given { get; init; }

    public RegisterRequest ToRequest(string? idempotencyKey = null, string requestDigest = "", bool trustWaived = false) =>
        new(Id, Registration) { Secrets = Secrets, Dependencies = Dependencies, Given = Given, Trust = Trust with { IsWaived = trustWaived }, IdempotencyKey = idempotencyKey, RequestDigest = requestDigest };
}
