namespace Registry.Core.Trust;

/// <summary>Where a chain breaks.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">Id of the authority whose link it is; null: the agent's own token.</param>
public sealed record TrustFault(TrustReason Reason, string? At = null)
{
    public string Word => TrustWords.Reason[Reason];

    public override string ToString() => At is null ? Word : $"{Word} (authority {At})";
}
