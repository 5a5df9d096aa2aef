using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Agents.Reading;
using Registry.Core.Health;
using Registry.Core.Systems;

namespace Registry.Core.Agents.Merging;

/// <summary>
/// JSON merge patch (RFC 7396) on what an owner registered. Null takes a member away, which brings its default back, but for
/// <c>ttl_seconds</c>, where null is "never expires". A new endpoint derives host and port anew, and the other way round.
/// Probe headers are secret and not merged: given ones replace all.
/// </summary>
public static class MergePatch
{
    /// <param name="current">The agent to change; <see cref="Replacement.Patched"/> makes the new one of the result.</param>
    /// <param name="patch">A parsed body. Anything may be in it.</param>
    /// <param name="errors">Empty when this returns true.</param>
    /// <param name="defaults">What the registry's settings fill in.</param>
    /// <param name="input">The whole registration after the patch; its <c>Given</c> says what the patch itself gave.</param>
    public static bool TryApply(
        Agent current, JsonElement patch, FieldErrors errors, RegistrationDefaults defaults, [NotNullWhen(true)] out RegistrationInput? input)
    {
        input = null;
        if (patch.ValueKind != JsonValueKind.Object)
        {
            errors.Add("body", "must be a JSON object");
            return false;
        }

        var changes = MemberReader.OfBody(patch, errors);
        if (!errors.IsEmpty)
        {
            return false;
        }

        CheckFixed(current, changes);
        var target = AgentDocument.Registered(current.Registration with { SystemType = SystemTypes.Given(current.Registration) }).Parse();
        var merged = new RawJson(JsonOutput.ToBytes((target, patch, changes), static (writer, state) =>
            Write(writer, state.target, state.patch, state.changes)));
        if (!RegistrationReader.TryRead(merged.Parse(), current.Id, defaults, errors, out var read))
        {
            return false;
        }

        input = read with
        {
            Registration = read.Registration with { Lifecycle = current.Registration.Lifecycle },
            Secrets = ProbeHeadersReader.Read(changes),
            Dependencies = changes.IsNull("dependencies") ? [] : read.Dependencies,
            Given = RegistrationReader.Given(changes),
        };
        return true;
    }

    private static void CheckFixed(Agent current, MemberReader changes)
    {
        if (changes.Has("id") && changes.Text("id", int.MaxValue, TextRule.Free) != current.Id)
        {
            changes.Error("id", "cannot be changed");
        }

        if (changes.Has("kind") && changes.Word("kind", AgentWords.Kind, _ => true) != current.Registration.Kind)
        {
            changes.Error("kind", "cannot be changed: unregister and register again");
        }

        // Checked here: where a whole answer is put back, the word is read over.
        changes.Word("status", AgentWords.Status, value => value != HealthStatus.Unreachable);
        if (changes.Word("lifecycle", AgentWords.Lifecycle, _ => true) is { } asked && asked != current.Lifecycle)
        {
            changes.Error("lifecycle", "changes only through activate and deactivate");
        }
    }

    /// <summary>What a patch can only repeat; checked, then left out.</summary>
    private static bool IsFixed(string name) => name is "id" or "kind" or "lifecycle";

    private static void Write(Utf8JsonWriter writer, JsonElement target, JsonElement patch, MemberReader changes)
    {
        var address = AddressPatch.Of(target, changes);
        writer.WriteStartObject();
        foreach (var member in target.EnumerateObject())
        {
            if (member.Name == "lifecycle" || (changes.Has(member.Name) && !IsFixed(member.Name)))
            {
                continue;
            }

            if (member.Name == "endpoint" && address.Moved is { } moved)
            {
                writer.WriteString("endpoint"u8, moved);
            }
            else if (address.Keeps(member.Name))
            {
                member.WriteTo(writer);
            }
        }

        foreach (var change in patch.EnumerateObject())
        {
            WriteChange(writer, target, change, changes);
        }

        writer.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter writer, JsonElement target, JsonProperty change, MemberReader changes)
    {
        switch (change.Name)
        {
            case var name when IsFixed(name):
            case "capability_details" when !changes.Has("capabilities"):
                return;
            case "ttl_seconds" or "capability_details":
                change.WriteTo(writer);
                return;
            case "health_check" when change.Value.ValueKind == JsonValueKind.Object:
                WriteHealthCheck(writer, target, change.Value);
                return;
        }

        if (change.Value.ValueKind != JsonValueKind.Null)
        {
            writer.WritePropertyName(change.Name);
            JsonMerge.Write(writer, target.TryGetProperty(change.Name, out var value) ? value : null, change.Value);
        }
    }

    /// <summary>Headers go through as they are given, nulls in them too: they are checked, and refused, by the reader.</summary>
    private static void WriteHealthCheck(Utf8JsonWriter writer, JsonElement target, JsonElement change)
    {
        var merged = JsonMerge.Apply(target.TryGetProperty("health_check", out var check) ? check : null, change).Parse();
        writer.WriteStartObject("health_check"u8);
        foreach (var member in merged.EnumerateObject())
        {
            if (member.Name != "headers")
            {
                member.WriteTo(writer);
            }
        }

        if (change.TryGetProperty("headers", out var headers))
        {
            writer.WritePropertyName("headers"u8);
            headers.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
