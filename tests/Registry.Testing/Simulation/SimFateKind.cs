namespace Registry.Testing.Simulation;

/// <summary>What becomes of one call on storage.</summary>
internal enum SimFateKind
{
    Answered,
    Refused,
    LostBefore,
    LostAfter,
    Late,
}
