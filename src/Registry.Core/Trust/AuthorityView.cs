namespace Registry.Core.Trust;

/// <summary>An authority, and whether it may vouch now.</summary>
/// <param name="Authority">As it is set.</param>
/// <param name="Fault">Why it may not; null: it may.</param>
/// <param name="Created">Whether the call made it.</param>
public sealed record AuthorityView(Authority Authority, TrustFault? Fault, bool Created = false);
