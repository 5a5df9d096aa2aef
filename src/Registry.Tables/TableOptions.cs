namespace Registry.Tables;

/// <summary>How long calls on the table service may take, and how reads are retried. Writes are sent once.</summary>
public sealed class TableOptions
{
    /// <summary>Bound on one read, its retries included. 1 s … 2 min; the service itself works on a query for 5 s at most.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound on one write or transaction. 1 s … 2 min. After it the outcome is unknown.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound on connecting (TCP and TLS). Within the call's own bound.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a read is sent at most. 1 … 10.</summary>
    public int ReadAttempts { get; init; } = 4;

    /// <summary>A read's n-th retry waits random(0, this × 2^n).</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before a retry, whatever <c>Retry-After</c> says.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long creating the table waits for a table of that name that is being deleted: the service takes 40 s or more.
    /// </summary>
    public TimeSpan DeletionWait { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Connections kept to the service. The engine needs some three per shard.</summary>
    public int MaxConnections { get; init; } = 256;
}
