using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Agents.Merging;

/// <summary>How a heartbeat changes metadata: key by key at the top, null deletes one, any other value replaces the one that was there.</summary>
public static class MetadataMerge
{
    private const string Field = "metadata";

    /// <summary>The merged metadata; <paramref name="current"/> itself where nothing changes as JSON value, or where there are errors.</summary>
    public static RawJson Apply(RawJson current, RawJson patch, FieldErrors errors)
    {
        var changes = patch.Parse();
        if (!Check(changes, errors))
        {
            return current;
        }

        var merged = new RawJson(JsonOutput.ToBytes((current, changes), static (writer, both) => Write(writer, both.current.Parse(), both.changes)));
        if (merged.Parse().GetPropertyCount() > AgentLimits.MaxMetadataKeys)
        {
            errors.Add(Field, $"must have at most {AgentLimits.MaxMetadataKeys} members after the merge");
            return current;
        }

        return JsonValues.AreEqual(current, merged) ? current : merged;
    }

    /// <summary>The agent with merged metadata; <paramref name="agent"/> itself where nothing changes, or where there are errors.</summary>
    public static Agent Apply(Agent agent, RawJson patch, FieldErrors errors)
    {
        var merged = Apply(agent.Registration.Metadata, patch, errors);
        if (ReferenceEquals(merged, agent.Registration.Metadata))
        {
            return agent;
        }

        var changed = agent with { Registration = agent.Registration with { Metadata = merged } };
        if (AgentDocument.Fits(changed))
        {
            return changed;
        }

        errors.Add(Field, $"must leave the agent at most {AgentLimits.MaxSerializedLength} characters of JSON");
        return agent;
    }

    private static bool Check(JsonElement changes, FieldErrors errors)
    {
        if (changes.ValueKind == JsonValueKind.Object)
        {
            return JsonText.Check(changes, AgentLimits.MaxMemberDepth, Field, errors);
        }

        errors.Add(Field, "must be an object");
        return false;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement current, JsonElement changes)
    {
        var byName = changes.EnumerateObject().ToDictionary(change => change.Name, change => change.Value, StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var member in current.EnumerateObject())
        {
            if (!byName.Remove(member.Name, out var change))
            {
                member.WriteTo(writer);
            }
            else if (change.ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(member.Name);
                change.WriteTo(writer);
            }
        }

        foreach (var change in changes.EnumerateObject())
        {
            if (change.Value.ValueKind != JsonValueKind.Null && byName.ContainsKey(change.Name))
            {
                change.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
