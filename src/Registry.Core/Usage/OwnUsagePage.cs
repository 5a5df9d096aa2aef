namespace Registry.Core.Usage;

/// <summary>
/// The accesses that this process counted on one page. Counting takes no lock and allocates nothing; only the first access of another
/// registration in a slot does take one. An access of the one before, counted at that very moment, may be lost or be the new one's.
/// </summary>
internal sealed class OwnUsagePage(int number)
{
    private readonly Lock _gate = new();
    private readonly long[] _epochs = new long[UsagePage.Slots];
    private readonly long[] _counts = new long[UsagePage.Slots];
    private readonly long[] _last = new long[UsagePage.Slots];
    private bool _dirty;
    private byte[]? _stored;
    private byte[]? _sent;
    private long? _sentAt;

    public int Number => number;

    /// <summary>Of the row as it was last read or written here; "" while there is none.</summary>
    public string ETag { get; private set; } = "";

    public bool IsDirty => Volatile.Read(ref _dirty);

    /// <summary>What is in storage must be looked at before anything is written: a write's fate is open, or the row seems to be gone.</summary>
    public bool IsInDoubt { get; private set; }

    public void Accessed(int index, long epoch, long now)
    {
        if (Volatile.Read(ref _epochs[index]) != epoch && !TakeOver(index, epoch))
        {
            return;
        }

        Interlocked.Increment(ref _counts[index]);
        if (now > Volatile.Read(ref _last[index]))
        {
            Volatile.Write(ref _last[index], now);
        }

        if (!Volatile.Read(ref _dirty))
        {
            Volatile.Write(ref _dirty, true);
        }
    }

    public AgentUse Of(int index, long epoch) => Volatile.Read(ref _epochs[index]) == epoch
        ? new AgentUse(Volatile.Read(ref _counts[index]), Volatile.Read(ref _last[index]))
        : default;

    /// <summary>What is to be in storage now; from here on the page is clean until it is used again.</summary>
    /// <param name="owner">Epoch of the owner of a slot on the page, 0 for none.</param>
    public byte[] Take(Func<int, long> owner)
    {
        Volatile.Write(ref _dirty, false);
        var content = UsagePage.NewContent();
        lock (_gate)
        {
            for (var index = 0; index < UsagePage.Slots; index++)
            {
                // What is gone is not kept; an owner that is older than what was used is only not known yet.
                if (_epochs[index] is not 0 and var epoch && Volatile.Read(ref _counts[index]) is > 0 and var count && owner(index) is > 0 and var current && epoch >= current)
                {
                    UsagePage.Write(content, index, epoch, new AgentUse(count, Volatile.Read(ref _last[index])));
                }
            }
        }

        return content;
    }

    public void Landed(byte[] content, string etag)
    {
        ETag = etag;
        (_stored, _sent, IsInDoubt) = (content, null, false);
    }

    /// <summary>It was not written.</summary>
    public void NotLanded() => Volatile.Write(ref _dirty, true);

    /// <summary>Whether it was written is not known.</summary>
    /// <param name="content">What was sent.</param>
    /// <param name="at">When, storage time; null while that is not known.</param>
    public void Sent(byte[] content, long? at)
    {
        NotLanded();
        (_sent, _sentAt, IsInDoubt) = (content, at, true);
    }

    /// <summary>A listing lacks the row.</summary>
    public void Doubt()
    {
        NotLanded();
        IsInDoubt = true;
    }

    /// <summary>This is what is in storage: it can only be what this process wrote.</summary>
    public void Found(byte[] content, string etag) => Landed(content, etag);

    /// <summary>
    /// There is no row: if there was one, somebody added it to the sum, so that what it had must not be counted here any more. Of a write
    /// whose fate is open and that is as old as a fold waits, that is taken to be what the row had: rather too little than twice.
    /// </summary>
    /// <param name="before">Storage time: a row written after this can't be folded yet.</param>
    public void Gone(long before)
    {
        var taken = _sent is not null && !(_sentAt > before) ? _sent : _stored;
        ETag = "";
        (_stored, _sent, IsInDoubt) = (null, null, false);
        lock (_gate)
        {
            for (var index = 0; taken is not null && index < UsagePage.Slots; index++)
            {
                var (epoch, use) = UsagePage.Read(taken, index);
                if (epoch != 0 && epoch == _epochs[index])
                {
                    Interlocked.Add(ref _counts[index], -use.Count);
                }
            }
        }
    }

    private bool TakeOver(int index, long epoch)
    {
        lock (_gate)
        {
            if (_epochs[index] >= epoch)
            {
                return _epochs[index] == epoch;
            }

            _counts[index] = 0;
            _last[index] = 0;
            Volatile.Write(ref _epochs[index], epoch);
            return true;
        }
    }
}
