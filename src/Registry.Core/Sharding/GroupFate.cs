namespace Registry.Core.Sharding;

/// <summary>What is known of a transaction whose answer was lost.</summary>
internal enum GroupFate
{
    /// <summary>The head is still the one that it matches: it may yet land, and only the very same may be sent again.</summary>
    Open,

    /// <summary>The log has it.</summary>
    Committed,

    /// <summary>The log went on without it: it can't land any more.</summary>
    NotCommitted,

    /// <summary>It can't be found out in time.</summary>
    Lost,
}
