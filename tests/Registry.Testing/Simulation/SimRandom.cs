using System.Numerics;

namespace Registry.Testing.Simulation;

/// <summary>xoshiro256** (Blackman and Vigna), seeded by SplitMix64: the same bits for a seed on every machine and runtime.</summary>
public sealed class SimRandom
{
    private readonly ulong[] _state = new ulong[4];

    public SimRandom(ulong seed)
    {
        for (var i = 0; i < _state.Length; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var z = seed;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            _state[i] = z ^ (z >> 31);
        }
    }

    /// <summary>A generator of its own, so that what one part of a run draws does not shift what another draws.</summary>
    public SimRandom Fork() => new(NextUInt64());

    public ulong NextUInt64()
    {
        var s = _state;
        var result = BitOperations.RotateLeft(s[1] * 5, 7) * 9;
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="limit"/>).</summary>
    public int Next(int limit) => (int)((NextUInt64() >> 32) * (ulong)limit >> 32);

    /// <summary>Uniform in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public int Next(int from, int to) => from + Next(to - from);

    public bool Chance(double probability) => probability > 0 && NextDouble() < probability;

    public TimeSpan Between(TimeSpan from, TimeSpan to) => from + ((to - from) * NextDouble());

    public TimeSpan Between(double fromSeconds, double toSeconds) =>
        TimeSpan.FromSeconds(fromSeconds + ((toSeconds - fromSeconds) * NextDouble()));

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
