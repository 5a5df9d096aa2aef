namespace Registry.Contracts.Health;

/// <summary>A source that says nothing of this agent.</summary>
public sealed record OtherCheck(string Status);
