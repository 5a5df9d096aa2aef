using System.Text.Json;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Webhooks;

/// <summary>Subscriptions as the registry keeps them: JSON without secrets.</summary>
internal static class SubscriptionDocument
{
    public static ReadOnlyMemory<byte> Write(Subscription subscription) => JsonOutput.ToBytes(subscription, static (writer, subscription) =>
    {
        writer.WriteStartObject();
        writer.WriteString("url"u8, subscription.Url);
        writer.WriteStartArray("types"u8);
        foreach (var type in subscription.Types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        if (subscription.AgentType is { } agentType)
        {
            writer.WriteString("agent_type"u8, agentType);
        }

        writer.WriteBoolean("verified"u8, subscription.IsVerified);
        writer.WriteBoolean("paused"u8, subscription.IsPaused);
        writer.WriteBoolean("ended"u8, subscription.IsEnded);
        writer.WriteNumber("url_number"u8, subscription.UrlNumber);
        writer.WriteNumber("requests_per_minute"u8, subscription.RequestsPerMinute);
        writer.WriteString("start"u8, subscription.Start);
        writer.WriteNumber("beginning"u8, subscription.Beginning);
        writer.WriteNumber("redeliveries"u8, subscription.Redeliveries);
        writer.WriteEndObject();
    });

    public static Subscription Read(ReadOnlyMemory<byte> document)
    {
        using var parsed = JsonDocument.Parse(document);
        var root = parsed.RootElement;
        var types = root.GetProperty("types"u8).EnumerateArray().Select(static type => type.GetString()!).ToList();
        return new Subscription(root.GetProperty("url"u8).GetString()!, types)
        {
            AgentType = root.TryGetProperty("agent_type"u8, out var agentType) ? agentType.GetString() : null,
            IsVerified = root.GetProperty("verified"u8).GetBoolean(),
            IsPaused = root.GetProperty("paused"u8).GetBoolean(),
            IsEnded = root.GetProperty("ended"u8).GetBoolean(),
            UrlNumber = root.GetProperty("url_number"u8).GetInt64(),
            RequestsPerMinute = root.GetProperty("requests_per_minute"u8).GetInt32(),
            Start = root.GetProperty("start"u8).GetString()!,
            Beginning = root.GetProperty("beginning"u8).GetInt64(),
            Redeliveries = root.GetProperty("redeliveries"u8).GetInt64(),
        };
    }
}
