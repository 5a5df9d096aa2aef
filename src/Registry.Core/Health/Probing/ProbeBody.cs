using System.Text.Json;

namespace Registry.Core.Health.Probing;

/// <summary>What the body of an answer says. It may be cut off, or be anything at all.</summary>
internal static class ProbeBody
{
    private const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Adds what is in the body to what was seen.</summary>
    /// <param name="seen">So far.</param>
    /// <param name="utf8">As far as it was read.</param>
    /// <param name="complete">Whether that is all of it.</param>
    public static ProbeObservation Read(ProbeObservation seen, ReadOnlySpan<byte> utf8, bool complete)
    {
        var reader = new Utf8JsonReader(
            utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8,
            complete,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        var says = HealthStatus.Unknown;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return seen;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isStatus = reader.ValueTextEquals("status"u8);
                if (!reader.Read())
                {
                    break;
                }

                if (isStatus && reader.TokenType == JsonTokenType.String)
                {
                    says = StatusOf(reader.GetString());
                }
                else if (!reader.TrySkip())
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is no Unicode: it says nothing.
            return seen;
        }

        return seen with { IsJsonObject = true, Says = says };
    }

    private static HealthStatus StatusOf(string? word) => word?.ToUpperInvariant() switch
    {
        "DEGRADED" => HealthStatus.Degraded,
        "MAINTENANCE" => HealthStatus.Maintenance,
        "UNHEALTHY" => HealthStatus.Unhealthy,
        _ => HealthStatus.Unknown,
    };
}
