using Registry.Core.Health.Heartbeats;

namespace Registry.Core.Health.Probing;

/// <summary>The newest probe of an agent, as its 24 bytes in the vector: three little-endian words.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>last check (Unix ms) and epoch, packed as a heartbeat is: <c>(ms &lt;&lt; 22) | (epoch mod 2²²)</c>;</item>
/// <item>response time in ms (32 bits), status code (16), error (8), flags (8: gated);</item>
/// <item>consecutive failures (32), consecutive successes (32).</item>
/// </list>
/// </remarks>
internal readonly record struct ProbeEntry(ulong Stamp, ulong Answer, ulong Counts)
{
    public const int Words = 3;
    private const ulong GatedFlag = 1;

    public static ProbeEntry Pack(long checkedAt, long epoch, ProbeRecord record) => new(
        HeartbeatEntry.Pack(checkedAt, epoch),
        (uint)Math.Max(record.ResponseTimeMs, 0) | ((ulong)(ushort)record.StatusCode << 32) | ((ulong)(byte)record.Error << 48) | (record.Gated ? GatedFlag << 56 : 0),
        (uint)record.Failures | ((ulong)(uint)record.Successes << 32));

    /// <summary>What it says; null where it is of another registration than <paramref name="epoch"/>, or empty.</summary>
    public ProbeRecord? For(long epoch) => !HeartbeatEntry.IsOf(Stamp, epoch)
        ? null
        : new ProbeRecord
        {
            CheckedAt = HeartbeatEntry.Time(Stamp),
            ResponseTimeMs = (int)(uint)Answer,
            StatusCode = (ushort)(Answer >> 32),
            Error = (ProbeError)(byte)(Answer >> 48),
            Gated = ((Answer >> 56) & GatedFlag) != 0,
            Failures = (int)(uint)Counts,
            Successes = (int)(uint)(Counts >> 32),
        };

    /// <summary>
    /// The one of two entries of a slot that stays: by epoch first, within one epoch the later check; two checks of the same moment are told
    /// apart by their content, so that everybody keeps the same one.
    /// </summary>
    /// <param name="a">An entry, or an empty one.</param>
    /// <param name="b">Another.</param>
    /// <param name="owner">Epoch of the slot's owner in memory; 0 when it has none.</param>
    public static ProbeEntry Merge(ProbeEntry a, ProbeEntry b, long owner)
    {
        if (a.Stamp == b.Stamp)
        {
            return (a.Counts, a.Answer).CompareTo((b.Counts, b.Answer)) >= 0 ? a : b;
        }

        return HeartbeatEntry.Merge(a.Stamp, b.Stamp, owner) == a.Stamp ? a : b;
    }
}
