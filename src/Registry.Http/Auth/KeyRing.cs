using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Registry.Core.Agents;

namespace Registry.Http.Auth;

/// <summary>Finds whose key a secret is. The time it takes says nothing about how near a wrong one was.</summary>
internal sealed class KeyRing
{
    // Longer than any key that anybody makes; what is hashed for a stranger has a bound.
    private const int MaxSecretLength = 1024;

    private readonly (byte[] Hash, Caller Caller)[] _keys;

    public KeyRing(IEnumerable<ApiKeyOptions> keys)
    {
        _keys = [.. keys.SelectMany(static key =>
        {
            var caller = new Caller(key.Name, key.Role) { Namespaces = key.Namespaces, MaxAgents = key.MaxAgents };
            return key.Hashes.Select(hash => (hash, caller));
        })];
    }

    public bool IsEmpty => _keys.Length == 0;

    /// <summary>Null for a secret that is no key.</summary>
    public Caller? Find(ReadOnlySpan<char> secret)
    {
        if (secret.Length is 0 or > MaxSecretLength)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(secret, hash);
        Caller? found = null;
        foreach (var (known, caller) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = caller;
            }
        }

        return found;
    }

    private static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(secret.Length));
        var length = Encoding.UTF8.GetBytes(secret, utf8);
        SHA256.HashData(utf8.AsSpan(0, length), hash);
        CryptographicOperations.ZeroMemory(utf8.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(utf8);
    }
}
