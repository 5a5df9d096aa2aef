namespace Registry.Core.Resolution.Circuits;

public enum CircuitState
{
    /// <summary>Calls pass.</summary>
    Closed,

    /// <summary>No calls, until the recovery time-out is over.</summary>
    Open,

    /// <summary>One trial at a time.</summary>
    HalfOpen,
}
