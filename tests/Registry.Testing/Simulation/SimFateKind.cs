namespace Registry.Testing.Simulation;

/// <summary>What becomes of one call on storage.</summary>
internal enum SimFateKind
{
    Answered,

    /// <summary>Answered, and executed once more later.</summary>
    Repeated,

    /// <summary>Executed twice, and answered as the second time.</summary>
    RepeatedBelow,
    Refused,
    LostBefore,
    LostAfter,
    Late,
}
