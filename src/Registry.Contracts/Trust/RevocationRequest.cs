namespace Registry.Contracts.Trust;

/// <summary>A token that counts no more.</summary>
public sealed record RevocationRequest
{
    /// <summary>Its id (claim <c>jti</c>), 1–128 characters: of an agent's token, or of an endorsement.</summary>
    public required string Jti { get; init; }
}
