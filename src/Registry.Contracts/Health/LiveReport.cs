namespace Registry.Contracts.Health;

/// <summary>The process answers.</summary>
/// <param name="Status">Always <c>alive</c>.</param>
public sealed record LiveReport(string Status);
