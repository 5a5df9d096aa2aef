namespace Registry.Core.Health.Heartbeats;

/// <summary>A page that this process writes. Under the vectors' gate; entries are also read without it.</summary>
internal sealed class OwnPage
{
    public ulong[] Entries { get; } = new ulong[HeartbeatPage.Slots];

    /// <summary>Of the row as this process last wrote or read it; "" while there is none.</summary>
    public string ETag { get; set; } = "";

    /// <summary>Counts changes of entries.</summary>
    public long Version { get; set; }

    /// <summary>The version that storage has.</summary>
    public long FlushedVersion { get; set; }

    public bool IsDirty => Version != FlushedVersion;
}
