using System.Text.Json;
using System.Text.Json.Serialization;

namespace Registry.Contracts.Agents;

/// <summary>A capability that has nothing but a name is written as that name.</summary>
public sealed class AgentCapabilityConverter : JsonConverter<AgentCapability>
{
    public override AgentCapability Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new AgentCapability(reader.GetString() ?? "");
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("A capability is a name or an object with one.");
        }

        return new AgentCapability(name.GetString() ?? "")
        {
            Version = Text(root, "version"),
            Description = Text(root, "description"),
            Inputs = Value(root, "inputs"),
            Outputs = Value(root, "outputs"),
        };
    }

    public override void Write(Utf8JsonWriter writer, AgentCapability value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value is { Version: null, Description: null, Inputs: null, Outputs: null })
        {
            writer.WriteStringValue(value.Name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        WriteText(writer, "version", value.Version);
        WriteText(writer, "description", value.Description);
        WriteValue(writer, "inputs", value.Inputs);
        WriteValue(writer, "outputs", value.Outputs);
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement root, string member) =>
        root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Value(JsonElement root, string member) => root.TryGetProperty(member, out var value) ? value.Clone() : null;

    private static void WriteText(Utf8JsonWriter writer, string member, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(member, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, string member, JsonElement? value)
    {
        if (value is { } element)
        {
            writer.WritePropertyName(member);
            element.WriteTo(writer);
        }
    }
}
