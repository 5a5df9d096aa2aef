using System.Security.Cryptography;

namespace Registry.Core;

/// <summary>Where random bits come from, so that a simulation can give them from its seed.</summary>
public abstract class Entropy
{
    /// <summary>The operating system's cryptographic source.</summary>
    public static Entropy System { get; } = new SystemEntropy();

    public abstract void Fill(Span<byte> bytes);

    /// <summary>128 random bits as 32 hexadecimal digits.</summary>
    public string NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>A random (version 4) UUID.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }

    private sealed class SystemEntropy : Entropy
    {
        public override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
