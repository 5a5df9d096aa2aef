namespace Registry.Core.Resolution.Circuits;

/// <summary>Whether a circuit lets a call pass.</summary>
public enum CircuitPassage
{
    None,

    /// <summary>As a trial only, which one caller gets.</summary>
    Trial,
    Free,
}
