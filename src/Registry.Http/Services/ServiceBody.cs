using System.Text.Json;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Http.Bodies;

namespace Registry.Http.Services;

/// <summary>
/// Says a service's body in the words of an agent: then one reader checks both. What is wrong in a member goes over as it is, so
/// that the reader finds it.
/// </summary>
internal static class ServiceBody
{
    /// <summary>The type of a service that does not say.</summary>
    public const string DefaultType = "service";

    private const string Required = "is required";

    /// <summary>A registration: what the body leaves out has its default. Null, and an error, where the body is no object.</summary>
    public static RawJson? ToRegistration(JsonElement body, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(body, errors))
        {
            return null;
        }

        if (IsNothing(body, ServiceFields.Version))
        {
            errors.Add(ServiceFields.Version, Required);
        }

        return Write(body, static (writer, body) =>
        {
            writer.WriteString("kind"u8, AgentWords.Kind[AgentKind.Service]);
            if (!HasMember(body, ServiceFields.Metadata, JsonValueKind.Object, out var metadata) || IsNothing(metadata, ServiceFields.Type))
            {
                writer.WriteString(ServiceFields.Type, DefaultType);
            }

            WriteMembers(writer, body, isPatch: false);
        });
    }

    /// <summary>A JSON merge patch: what the body leaves out stays. Null, and an error, where the body is no object.</summary>
    public static RawJson? ToPatch(JsonElement body, FieldErrors errors)
    {
        if (!JsonShape.RequireObject(body, errors))
        {
            return null;
        }

        // As an agent's the endpoint would be made of host and port again.
        if (body.TryGetProperty(ServiceFields.Endpoint, out var endpoint) && IsNothing(endpoint))
        {
            errors.Add(ServiceFields.Endpoint, Required);
        }

        if (body.TryGetProperty(ServiceFields.Version, out var version) && version.ValueKind == JsonValueKind.Null)
        {
            errors.Add(ServiceFields.Version, Required);
        }

        return Write(body, static (writer, body) => WriteMembers(writer, body, isPatch: true));
    }

    private static RawJson Write(JsonElement body, Action<Utf8JsonWriter, JsonElement> write)
    {
        using var buffer = new PooledBuffer(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            writer.WriteStartObject();
            write(writer, body);
            writer.WriteEndObject();
        }

        return new RawJson(buffer.Written.ToArray());
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement body, bool isPatch)
    {
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                // An empty version is how one that has none is answered.
                case ServiceFields.Version when isPatch && IsEmpty(member.Value):
                    break;
                case ServiceFields.Name or ServiceFields.Endpoint or ServiceFields.Version or ServiceFields.Capabilities:
                    member.WriteTo(writer);
                    break;
                case ServiceFields.Metadata when member.Value.ValueKind == JsonValueKind.Object:
                    WriteMetadata(writer, member.Value, isPatch);
                    break;
                case ServiceFields.Metadata when isPatch && member.Value.ValueKind == JsonValueKind.Null:
                    WriteNoMetadata(writer);
                    break;
                case ServiceFields.Metadata:
                    member.WriteTo(writer);
                    break;
            }
        }
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement metadata, bool isPatch)
    {
        foreach (var member in metadata.EnumerateObject())
        {
            if (member.Name is ServiceFields.Tags or ServiceFields.Environment)
            {
                member.WriteTo(writer);
            }
            else if (member.Name == ServiceFields.Type && !IsNothing(member.Value))
            {
                member.WriteTo(writer);
            }
            else if (member.Name == ServiceFields.Type && isPatch)
            {
                writer.WriteString(ServiceFields.Type, DefaultType);
            }
        }

        writer.WriteStartObject(ServiceFields.Metadata);
        foreach (var member in metadata.EnumerateObject())
        {
            if (member.Name is not (ServiceFields.Tags or ServiceFields.Environment or ServiceFields.Type))
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteNoMetadata(Utf8JsonWriter writer)
    {
        writer.WriteNull(ServiceFields.Tags);
        writer.WriteNull(ServiceFields.Environment);
        writer.WriteString(ServiceFields.Type, DefaultType);
        writer.WriteNull(ServiceFields.Metadata);
    }

    private static bool HasMember(JsonElement body, string name, JsonValueKind kind, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind == kind;

    private static bool IsNothing(JsonElement body, string name) => !body.TryGetProperty(name, out var value) || IsNothing(value);

    // Clients that cannot leave a member out send null or an empty string.
    private static bool IsNothing(JsonElement value) => value.ValueKind == JsonValueKind.Null || IsEmpty(value);

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8);
}
