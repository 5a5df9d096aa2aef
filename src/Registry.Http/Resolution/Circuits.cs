using Registry.Contracts.Health;
using Registry.Contracts.Resolution;
using Registry.Core.Agents;
using Registry.Core.Resolution.Circuits;

namespace Registry.Http.Resolution;

/// <summary>Circuits in the words of the API.</summary>
internal static class Circuits
{
    public static AgentCircuit From(Agent agent) => new()
    {
        Name = agent.Id,
        State = AgentWords.Circuit[agent.Circuit.State],
        FailureCount = agent.Circuit.FailureCount,
        SuccessCount = agent.Circuit.SuccessCount,
        LastFailureTime = Time(agent.Circuit.LastFailureAt),
        OpenedAt = Time(agent.Circuit.OpenedAt),
    };

    public static CircuitCheck Check(Circuit circuit) => new()
    {
        Status = circuit.State switch
        {
            CircuitState.Open => "fail",
            CircuitState.HalfOpen => "warn",
            _ => circuit.FailureCount > 0 ? "warn" : "ok",
        },
        State = AgentWords.Circuit[circuit.State],
        FailureCount = circuit.FailureCount,
        SuccessCount = circuit.SuccessCount,
        LastFailureTime = Time(circuit.LastFailureAt),
        OpenedAt = Time(circuit.OpenedAt),
    };

    private static DateTimeOffset? Time(long unixMs) => unixMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
