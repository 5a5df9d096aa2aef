namespace Registry.Core.Sharding;

/// <summary>
/// Named rules of the storage design. Each can be switched off, by tests only, to show that the simulation finds what it prevents.
/// </summary>
[Flags]
internal enum Safeguard
{
    None = 0,

    /// <summary>A commit whose answer was lost is found again by its mutation id.</summary>
    MutationLookup = 1,

    /// <summary>A refusal or no-change is final only against a read that was sent after the command arrived.</summary>
    FreshRefusal = 1 << 1,

    /// <summary>A lost answer proves nothing: at the deadline the caller hears "outcome unknown", not "unavailable".</summary>
    UnknownIsNotRefused = 1 << 2,

    /// <summary>A heartbeat is answered after its flush landed.</summary>
    AnswerAfterFlush = 1 << 3,

    /// <summary>A heartbeat is answered after a tail read that was sent after its flush.</summary>
    TailReadAfterFlush = 1 << 4,

    /// <summary>A vector entry counts only for the registration whose epoch it carries.</summary>
    EpochInEntry = 1 << 5,

    /// <summary>Pages are written with If-Match, and merged on contention.</summary>
    PageIfMatch = 1 << 6,

    /// <summary>Expiry asks for a mark that was applied before the vectors were read.</summary>
    MarkBeforeRead = 1 << 7,

    /// <summary>Expiry asks that its very mark still stands.</summary>
    MarkStillStands = 1 << 8,

    /// <summary>Outages move lapses and expiries.</summary>
    Outages = 1 << 9,

    /// <summary>Time is storage time, not this machine's.</summary>
    StorageTime = 1 << 10,

    /// <summary>A cold start applies every change after the head that it read first.</summary>
    ReplayOnColdStart = 1 << 11,

    /// <summary>A would-be 404 waits for a read that was sent after the request arrived.</summary>
    FreshNotFound = 1 << 12,

    /// <summary>A read that finds a gap drops the shard and loads it cold.</summary>
    DropOnGap = 1 << 13,

    /// <summary>A commit that is refused because the head moved is looked for in the log: it may have moved it itself, and been sent twice on the way.</summary>
    OwnContention = 1 << 14,

    /// <summary>Of those who want the trial of a circuit, the one whose commit took it gets it.</summary>
    OneTrial = 1 << 15,

    /// <summary>A cursor that knows more than this process does waits for a read.</summary>
    CursorAhead = 1 << 16,

    /// <summary>An event waits behind an earlier one of its agent that is not delivered.</summary>
    HeldBehind = 1 << 17,

    /// <summary>The cursor of a delivery that is kept is behind what is not delivered.</summary>
    CursorAfterDelivery = 1 << 18,
}
