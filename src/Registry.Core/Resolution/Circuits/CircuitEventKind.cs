namespace Registry.Core.Resolution.Circuits;

/// <summary>What can happen to a circuit.</summary>
public enum CircuitEventKind
{
    /// <summary>A call succeeded.</summary>
    Success,

    /// <summary>A call failed.</summary>
    Failure,

    /// <summary>Somebody would make a call.</summary>
    TrialWanted,

    /// <summary>The probes of the agent decided that it fails.</summary>
    ProbesFailed,

    /// <summary>An operator says so.</summary>
    Reset,

    /// <summary>Time passes.</summary>
    Tick,
}
