namespace Registry.Core.Storage;

/// <summary>What a request to the table service is for. Metrics count by it.</summary>
public enum TableKind
{
    /// <summary>An entity group transaction on a partition's head: commands become changes.</summary>
    Commit,

    /// <summary>Heartbeat pages, written.</summary>
    Flush,

    /// <summary>The log's tail, read.</summary>
    Tail,

    /// <summary>A cold load: head and entities.</summary>
    Load,

    /// <summary>Heartbeat pages, listed, read or folded.</summary>
    Vectors,

    /// <summary>The sweep's own record and the outages.</summary>
    Sweep,

    /// <summary>Leases and results of jobs.</summary>
    Job,

    /// <summary>Old changes and revisions, looked for and deleted.</summary>
    Trim,

    /// <summary>The table itself, and how many shards it has.</summary>
    Setup,

    /// <summary>Rows of no kind named here.</summary>
    Other,
}
