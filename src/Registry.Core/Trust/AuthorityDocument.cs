using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Configuration;

namespace Registry.Core.Trust;

/// <summary>An authority as it is kept.</summary>
internal static class AuthorityDocument
{
    public static byte[] Write(Authority authority) => JsonOutput.ToBytes(authority, static (writer, authority) =>
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, authority.Name);
        writer.WriteText("parent"u8, authority.Parent);
        WriteKeys(writer, authority.Keys);
        writer.WriteText("endorsement"u8, authority.Endorsement);
        if (authority.IsRevoked)
        {
            writer.WriteBoolean("revoked"u8, true);
        }

        if (authority.RevokedTokens.Count > 0)
        {
            writer.WriteStartArray("revoked_tokens"u8);
            foreach (var revoked in authority.RevokedTokens.Order(StringComparer.Ordinal))
            {
                writer.WriteStringValue(revoked);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    /// <summary>Reads what <see cref="Write"/> wrote. Keys that this version would not take are not there: what they signed is not trusted.</summary>
    public static Authority Read(ConfigEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Doc);
        var root = document.RootElement;
        return new Authority
        {
            Id = entry.Id,
            Name = Text(root, "name") ?? entry.Id,
            Parent = Text(root, "parent"),
            Keys = root.TryGetProperty("keys", out var keys) ? JwkReader.Read(keys.Clone(), "keys", new FieldErrors()) : [],
            Endorsement = Text(root, "endorsement"),
            IsRevoked = root.TryGetProperty("revoked", out var revoked) && revoked.ValueKind == JsonValueKind.True,
            RevokedTokens = root.TryGetProperty("revoked_tokens", out var tokens)
                ? tokens.EnumerateArray().Select(token => token.GetString()!).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>(),
            CreatedAt = entry.CreatedAt,
        };
    }

    /// <summary>Member <c>keys</c>: an array of JWKs.</summary>
    private static void WriteKeys(Utf8JsonWriter writer, IReadOnlyList<TrustKey> keys)
    {
        writer.WriteStartArray("keys"u8);
        foreach (var key in keys.Select(key => key.Key))
        {
            writer.WriteStartObject();
            writer.WriteString("kty"u8, key.Kty);
            writer.WriteText("kid"u8, key.Kid);
            writer.WriteText("alg"u8, key.Alg);
            writer.WriteText("n"u8, key.N);
            writer.WriteText("e"u8, key.E);
            writer.WriteText("crv"u8, key.Crv);
            writer.WriteText("x"u8, key.X);
            writer.WriteText("y"u8, key.Y);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
