using System.Globalization;
using System.Text.Json;
using Registry.Core;
using Registry.Core.Events;
using Registry.Core.Webhooks;
using Registry.Http.Bodies;

namespace Registry.Http.Subscriptions;

/// <summary>Reads subscriptions and their changes. Everything that is wrong is named at once.</summary>
internal static class SubscriptionBodies
{
    private const int MaxAgentTypeLength = 128;
    private const string Paused = "paused";
    private const string Active = "active";
    private const string TypeRule = "must be a type of events, a group of them such as agent.*, or *";
    private static readonly string TypesRule = string.Create(CultureInfo.InvariantCulture, $"must be an array of 1 to {WebhookLimits.MaxTypes} types of events");

    private static readonly string SecretRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be a text of {WebhookLimits.MinSecretLength} to {WebhookLimits.MaxSecretLength} characters, none of them a control character");

    /// <param name="root">Of the body.</param>
    /// <param name="isNew">Whether URL and types must be there, and null is the same as absent.</param>
    /// <param name="webhooks">Knows which addresses are allowed.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static SubscriptionPatch Read(JsonElement root, bool isNew, WebhookService webhooks, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return new SubscriptionPatch();
        }

        return new SubscriptionPatch
        {
            Url = ReadUrl(root, isNew, webhooks, errors),
            Types = ReadTypes(root, isNew, errors),
            AgentType = ReadText(root, "agent_type", 1, MaxAgentTypeLength, "must be a text of 1 to 128 characters, none of them a control character", errors)?.Trim(),
            Secret = ReadText(root, "secret", WebhookLimits.MinSecretLength, WebhookLimits.MaxSecretLength, SecretRule, errors),
            IsPaused = isNew ? null : ReadStatus(root, errors),
        };
    }

    private static string? ReadUrl(JsonElement root, bool isNew, WebhookService webhooks, FieldErrors errors)
    {
        if (!root.TryGetProperty("url", out var value))
        {
            if (isNew)
            {
                errors.Add("url", "is required");
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add("url", WebhookUrl.Rule);
            return null;
        }

        var url = value.GetString()!;
        if (webhooks.CheckUrl(url) is { } error)
        {
            errors.Add("url", error);
        }

        return url;
    }

    private static List<string>? ReadTypes(JsonElement root, bool isNew, FieldErrors errors)
    {
        if (!root.TryGetProperty("types", out var value))
        {
            if (isNew)
            {
                errors.Add("types", "is required");
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > WebhookLimits.MaxTypes)
        {
            errors.Add("types", TypesRule);
            return null;
        }

        var types = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && EventTypes.IsPattern(item.GetString()!))
            {
                types.Add(item.GetString()!);
            }
            else
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"types[{types.Count}]"), TypeRule);
                types.Add("");
            }
        }

        return [.. types.Distinct()];
    }

    /// <summary>Null where it is absent, empty where it is null.</summary>
    private static string? ReadText(JsonElement root, string field, int min, int max, string rule, FieldErrors errors)
    {
        if (!root.TryGetProperty(field, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (text.Length < min || text.Length > max || string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl))
        {
            errors.Add(field, rule);
        }

        return text;
    }

    private static bool? ReadStatus(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty("status", out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is not (Paused or Active))
        {
            errors.Add("status", "must be paused or active");
        }

        return text == Paused;
    }
}
