using System.Text.Json;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Documents;

/// <summary>Member <c>trust</c> of a stored agent: what was verified, never the token.</summary>
internal static class StoredTrust
{
    private static readonly MemberNames Names = new(
        "authority", "key", "token_id", "not_before_ms", "expires_ms", "capabilities", "seq", "fault", "fault_at");

    public static void Write(Utf8JsonWriter writer, AgentTrust? trust)
    {
        if (trust is null)
        {
            return;
        }

        writer.WriteStartObject("trust"u8);
        writer.WriteString("authority"u8, trust.Authority);
        writer.WriteString("key"u8, trust.Key);
        writer.WriteText("token_id"u8, trust.TokenId);
        writer.WriteNumber("not_before_ms"u8, trust.NotBefore);
        writer.WriteNumber("expires_ms"u8, trust.ExpiresAt);
        writer.WriteStartArray("capabilities"u8);
        foreach (var capability in trust.Capabilities)
        {
            writer.WriteStringValue(capability);
        }

        writer.WriteEndArray();
        writer.WriteNumber("seq"u8, trust.Seq);
        writer.WriteText("fault"u8, trust.Fault?.Word);
        writer.WriteText("fault_at"u8, trust.Fault?.At);
        writer.WriteEndObject();
    }

    public static AgentTrust Read(ref Utf8JsonReader reader, StringPool pool)
    {
        var trust = new AgentTrust { Authority = "", Key = "", ExpiresAt = 0, Capabilities = [] };
        var (fault, at) = ((string?)null, (string?)null);
        for (var next = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var member = Names.Find(ref reader, ref next);
            reader.Read();
            switch (member)
            {
                case 0: trust = trust with { Authority = pool.Read(ref reader) }; break;
                case 1: trust = trust with { Key = pool.Read(ref reader) }; break;
                case 2: trust = trust with { TokenId = reader.GetString() }; break;
                case 3: trust = trust with { NotBefore = reader.GetInt64() }; break;
                case 4: trust = trust with { ExpiresAt = reader.GetInt64() }; break;
                case 5: trust = trust with { Capabilities = StoredMembers.Strings(ref reader, pool) }; break;
                case 6: trust = trust with { Seq = reader.GetInt64() }; break;
                case 7: fault = reader.GetString(); break;
                case 8: at = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        // A word of a newer version still says that trust does not hold.
        return fault is null ? trust : trust with { Fault = new TrustFault(TrustWords.Reason.TryParse(fault, out var reason) ? reason : TrustReason.NotEstablished, at) };
    }
}
