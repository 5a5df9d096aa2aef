using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Registry.Core.Agents;

/// <summary>Which ids agents may have. Ids are case-sensitive and go into row keys and URL paths as they are.</summary>
public static class AgentId
{
    /// <summary>What is right, for error messages.</summary>
    public const string Rule = "must be 1 to 128 of A-Z a-z 0-9 . _ : @ - and no word that the routes use";

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-");

    private static readonly FrozenSet<string> Reserved = new[]
    {
        ".", "..", "register", "heartbeats", "batch", "status", "activate", "deactivate", "unregister", "outcomes", "health", "by-path", "type",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsValid([NotNullWhen(true)] string? id) =>
        id is { Length: > 0 and <= AgentLimits.MaxIdLength } && !id.AsSpan().ContainsAnyExcept(Alphabet) && !Reserved.Contains(id);

    /// <summary>The id of a registration that came with an idempotency key and without an id: a UUID (version 8) from SHA-256 of both.</summary>
    /// <param name="callerName">Name of the caller's key; null where none is configured.</param>
    /// <param name="key">The idempotency key.</param>
    public static string FromIdempotencyKey(string? callerName, string key)
    {
        // The caller's length goes first, so that no two pairs give the same bytes; no caller differs from an empty name.
        var caller = Encoding.UTF8.GetBytes(callerName ?? "");
        var input = new byte[4 + caller.Length + Encoding.UTF8.GetByteCount(key)];
        BinaryPrimitives.WriteInt32BigEndian(input, callerName is null ? -1 : caller.Length);
        caller.CopyTo(input, 4);
        Encoding.UTF8.GetBytes(key, input.AsSpan(4 + caller.Length));

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }
}
