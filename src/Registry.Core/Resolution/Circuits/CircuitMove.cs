namespace Registry.Core.Resolution.Circuits;

/// <summary>One step of a circuit: another state, or other counts.</summary>
/// <param name="Before">As it was.</param>
/// <param name="After">As it is.</param>
/// <param name="Reason">Why, for a person.</param>
public readonly record struct CircuitMove(Circuit Before, Circuit After, string Reason)
{
    public bool IsTransition => Before.State != After.State;
}
