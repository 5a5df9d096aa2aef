namespace Registry.Core.Jobs;

/// <summary>What came of asking for a job's lease.</summary>
internal enum LeaseAnswer
{
    Held,

    /// <summary>Another instance, or another run here, has it.</summary>
    Busy,

    /// <summary>Storage does not say.</summary>
    Unavailable,
}
