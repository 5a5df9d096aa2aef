using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Lifecycles.Hooks;
using Registry.Http.Bodies;

namespace Registry.Http.Hooks;

/// <summary>Reads a hook.</summary>
internal static class HookBodies
{
    private static readonly string PhaseForm = "must be one of " + HookPoints.Words.ListedWhere(static _ => true);

    public static (HookPoint Point, string Url, string? AgentType) Read(JsonElement root, bool allowPrivate, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(root, errors))
        {
            return default;
        }

        if (!HookPoints.Words.TryParse(Text(root, "phase"), out var point))
        {
            errors.Add("phase", PhaseForm);
        }

        return (point, ReadUrl(root, allowPrivate, errors), ReadType(root, errors));
    }

    private static string ReadUrl(JsonElement root, bool allowPrivate, FieldErrors errors)
    {
        var url = Text(root, "url") ?? "";
        if (url.Length > AgentLimits.MaxUrlLength || url.Any(char.IsControl))
        {
            errors.Add("url", $"must have at most {AgentLimits.MaxUrlLength} characters, none of them a control character");
        }
        else if (HookUrl.Check(url, allowPrivate, isOpen: false) is { } wrong)
        {
            errors.Add("url", wrong);
        }

        return url;
    }

    private static string? ReadType(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty("agent_type", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var type = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (string.IsNullOrWhiteSpace(type) || type.EnumerateRunes().Count() > AgentLimits.MaxWordLength || type.Any(char.IsControl))
        {
            errors.Add("agent_type", $"must be a type of agents: 1 to {AgentLimits.MaxWordLength} characters, none of them a control character");
        }

        return type;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
