namespace Registry.Testing.Simulation;

/// <summary>What went wrong in a run, for whoever counts it.</summary>
public enum SimFault
{
    /// <summary>A process was killed, as by kill -9.</summary>
    Killed,

    /// <summary>One of those, with a commit of its own sent and not answered.</summary>
    KilledMidCommit,

    /// <summary>A process stopped for a minute or longer and went on.</summary>
    StoppedForAMinute,

    /// <summary>A process stopped for a day or longer and went on.</summary>
    StoppedForDays,

    /// <summary>A process stopped and its monotonic clock stood still meanwhile.</summary>
    Slept,

    /// <summary>A wall clock jumped.</summary>
    WallClockJumped,

    /// <summary>An answer had a wrong Date.</summary>
    WrongDate,

    /// <summary>Nobody reached storage for a time.</summary>
    StorageDown,

    /// <summary>One process did not reach storage for a time.</summary>
    CutOff,

    /// <summary>A call was refused: 429, 503, or a 412 that nobody else caused.</summary>
    Refused,

    /// <summary>A write never happened, and its process was not told.</summary>
    WriteLost,

    /// <summary>A write happened, and its answer never came.</summary>
    AnswerLost,

    /// <summary>An answer took a second or longer.</summary>
    AnswerLate,

    /// <summary>A write happened after its process had given up on it.</summary>
    WriteLate,

    /// <summary>A write arrived once more after its answer, maybe after others, and changed nothing.</summary>
    WriteRepeated,

    /// <summary>A write arrived once more, and was executed twice.</summary>
    WriteExecutedTwice,

    /// <summary>A write arrived twice before its answer, and its process heard the refusal of the second one, though the first one happened.</summary>
    AnswerOfRepetition,
}
