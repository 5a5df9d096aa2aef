namespace Registry.Contracts.Lifecycles;

/// <summary>Something went wrong with an agent.</summary>
/// <param name="Message">1–500 characters.</param>
public sealed record ErrorReport(string Message);
