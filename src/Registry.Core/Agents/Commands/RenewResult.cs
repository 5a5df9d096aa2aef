namespace Registry.Core.Agents.Commands;

/// <param name="Agent">As it is after the renewal.</param>
/// <param name="OtherEpoch">It was registered anew since the heartbeat was stamped: stamp again.</param>
internal sealed record RenewResult(Agent Agent, bool OtherEpoch);
