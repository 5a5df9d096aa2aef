namespace Registry.Contracts.Resolution;

/// <param name="Reset">Circuits that were not closed, or had failures counted, and are closed now.</param>
public sealed record ResetAnswer(int Reset);
