using System.Text.Json;

namespace Registry.Core.Agents.Reading;

/// <summary>
/// Reads <c>capabilities</c>: names, or objects with details, mixed. An agent as answered has names there and the details in
/// <c>capability_details</c>: entries of that which match a name give it its details, so that an answer can be sent back.
/// </summary>
internal static class CapabilityReader
{
    private const string Expected = "must be an array of names or objects with a name";

    public static IReadOnlyList<Capability> Read(MemberReader body)
    {
        if (!body.TryGet("capabilities", out var array))
        {
            return [];
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            body.Error("capabilities", Expected);
            return [];
        }

        // Both are counted before they are read: each detail is compared with the others of its name.
        body.TryGet("capability_details", out var details);
        if (IsTooLong("capabilities", array, body) | IsTooLong("capability_details", details, body))
        {
            return [];
        }

        // By name, in the order of first mention: a name may come in several versions.
        var groups = new Dictionary<string, List<Capability>>(StringComparer.Ordinal);
        var order = new List<List<Capability>>();
        ReadInto(groups, order, array, "capabilities", body.Errors, onlyKnown: false);
        if (details.ValueKind == JsonValueKind.Array)
        {
            ReadInto(groups, order, details, "capability_details", body.Errors, onlyKnown: true);
        }

        var all = order.SelectMany(group => group).ToArray();
        if (all.Length > AgentLimits.MaxCapabilities)
        {
            body.Error("capabilities", $"must be at most {AgentLimits.MaxCapabilities}");
        }

        return all;
    }

    private static bool IsTooLong(string field, JsonElement array, MemberReader body)
    {
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() <= AgentLimits.MaxCapabilities)
        {
            return false;
        }

        body.Error(field, $"must be at most {AgentLimits.MaxCapabilities}");
        return true;
    }

    private static void ReadInto(
        Dictionary<string, List<Capability>> groups, List<List<Capability>> order, JsonElement array, string field, FieldErrors errors, bool onlyKnown)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var path = $"{field}[{index++}]";
            if (ReadItem(item, path, errors) is not { } capability)
            {
                continue;
            }

            if (!groups.TryGetValue(capability.Name, out var group))
            {
                if (onlyKnown)
                {
                    continue;
                }

                group = [];
                groups.Add(capability.Name, group);
                order.Add(group);
            }

            Add(group, capability, path, errors);
        }
    }

    /// <summary>Details replace the bare name; the bare name again adds nothing.</summary>
    private static void Add(List<Capability> group, Capability capability, string path, FieldErrors errors)
    {
        if (!capability.Detailed)
        {
            if (group.Count == 0)
            {
                group.Add(capability);
            }

            return;
        }

        group.RemoveAll(other => !other.Detailed);
        if (group.Exists(other => string.Equals(other.Version, capability.Version, StringComparison.Ordinal)))
        {
            errors.Add(path, "must not be given twice with the same version");
            return;
        }

        group.Add(capability);
    }

    private static Capability? ReadItem(JsonElement item, string path, FieldErrors errors)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            var name = TextCheck.Apply(item.GetString()!, path, AgentLimits.MaxWordLength, TextRule.Name, errors);
            return name is null ? null : new Capability(name);
        }

        if (item.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be a name or an object with a name");
            return null;
        }

        var members = MemberReader.OfChecked(item, path, errors);
        var version = members.Text("version", AgentLimits.MaxWordLength, TextRule.Line);
        var description = members.Text("description", int.MaxValue, TextRule.Free);
        var inputs = Schema(members, "inputs");
        var outputs = Schema(members, "outputs");
        return members.Text("name", AgentLimits.MaxWordLength, TextRule.Name, required: true) is { } given
            ? new Capability(given) { Version = version, Description = description, Inputs = inputs, Outputs = outputs, Detailed = true }
            : null;
    }

    private static RawJson? Schema(MemberReader members, string name)
    {
        if (!members.TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return RawJson.From(value);
        }

        members.Error(name, "must be an object or an array");
        return null;
    }
}
