using Registry.Core;

namespace Registry.Testing.Simulation;

/// <summary>Random bits of one process, from the seed.</summary>
public sealed class SimEntropy(SimScheduler scheduler, SimRandom random) : Entropy
{
    public override void Fill(Span<byte> bytes)
    {
        scheduler.IsOwnThread("random bits were drawn");
        for (var i = 0; i < bytes.Length; i += sizeof(ulong))
        {
            var bits = random.NextUInt64();
            for (var j = 0; j < sizeof(ulong) && i + j < bytes.Length; j++)
            {
                bytes[i + j] = (byte)(bits >> (8 * j));
            }
        }
    }
}
