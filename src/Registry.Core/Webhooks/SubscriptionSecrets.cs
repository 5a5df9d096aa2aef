using System.Text;
using System.Text.Json;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Webhooks;

/// <summary>What only deliveries see of a subscription: the write-only column of its entry.</summary>
/// <param name="Secret">Signs deliveries; empty for none.</param>
/// <param name="Url">As it was given, where it has secret parameters; null where everybody may see it.</param>
internal sealed record SubscriptionSecrets(string Secret, string? Url)
{
    public static SubscriptionSecrets None { get; } = new("", null);

    /// <summary>Keeps a URL only if it differs from what is shown of it.</summary>
    public static SubscriptionSecrets Of(string secret, string url) => new(secret, WebhookUrl.Shown(url) == url ? null : url);

    /// <param name="column">Empty for none.</param>
    public static SubscriptionSecrets Parse(string column)
    {
        if (column.Length == 0)
        {
            return None;
        }

        using var parsed = JsonDocument.Parse(column);
        var root = parsed.RootElement;
        return new SubscriptionSecrets(
            root.TryGetProperty("secret"u8, out var secret) ? secret.GetString()! : "",
            root.TryGetProperty("url"u8, out var url) ? url.GetString() : null);
    }

    /// <summary>For the column; empty for none.</summary>
    public string Column() => this == None ? "" : Encoding.UTF8.GetString(JsonOutput.ToBytes(this, static (writer, secrets) =>
    {
        writer.WriteStartObject();
        if (secrets.Secret.Length > 0)
        {
            writer.WriteString("secret"u8, secrets.Secret);
        }

        if (secrets.Url is { } url)
        {
            writer.WriteString("url"u8, url);
        }

        writer.WriteEndObject();
    }));

    // Never printed, whoever logs it.
    public override string ToString() => nameof(SubscriptionSecrets);
}
