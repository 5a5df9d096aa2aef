namespace Registry.Core.Resolution.Circuits;

/// <summary>A call that was handed out to find out whether a half-open circuit can close. Times are Unix milliseconds, storage time.</summary>
/// <param name="Id">Mutation id of the command that handed it out: an outcome can name it.</param>
/// <param name="From">Never later than it was handed out.</param>
/// <param name="Until">Without an outcome until then it has failed.</param>
public sealed record CircuitTrial(string Id, long From, long Until);
