using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Registry.Contracts;
using Registry.Contracts.Agents;
using Registry.Contracts.Services;

namespace Registry.Http.OpenApi;

/// <summary>
/// The schemas of the document: a component a wire type, from what the serializer knows of it. Made for one document.
/// </summary>
internal sealed class OpenApiSchemas(ContractDocs docs)
{
    private readonly SortedDictionary<string, JsonNode> _components = new(StringComparer.Ordinal);

    public JsonObject Components()
    {
        var all = new JsonObject();
        foreach (var (name, schema) in _components)
        {
            all.Add(name, schema.DeepClone());
        }

        return all;
    }

    public JsonObject Of(Type type)
    {
        if (type == typeof(string))
        {
            return new JsonObject { ["type"] = "string" };
        }

        if (type == typeof(bool))
        {
            return new JsonObject { ["type"] = "boolean" };
        }

        if (type.GetElementType() is { } item)
        {
            return new JsonObject { ["type"] = "array", ["items"] = Of(item), ["maxItems"] = 1000 };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.GenericTypeArguments[1]) };
        }

        return Reference(type);
    }

    /// <summary>As <see cref="Of"/>, but with no member required: what a merge patch sends.</summary>
    public JsonObject PatchOf(Type type)
    {
        Reference(type);
        var name = type.Name + "Patch";
        var patch = _components[type.Name].DeepClone().AsObject();
        patch.Remove("required");
        patch["description"] = $"Some members of {type.Name} (RFC 7396): what is absent stays, null takes away.";
        _components[name] = patch;
        return ReferenceTo(name);
    }

    private JsonObject Reference(Type type)
    {
        if (!_components.ContainsKey(type.Name))
        {
            // Before its members are looked at: one of them may be of the same type.
            _components.Add(type.Name, new JsonObject());
            var schema = type == typeof(AgentCapability) ? Capability() : Export(type);
            if (docs.Of(type) is { } description)
            {
                schema["description"] = description;
            }

            _components[type.Name] = schema;
        }

        return ReferenceTo(type.Name);
    }

    private static JsonObject ReferenceTo(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    private JsonObject Export(Type type)
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var info = TypeInfo(type);
        var schema = info.GetJsonSchemaAsNode(options).AsObject();
        if (info.Properties.Any(static property => property.IsExtensionData))
        {
            schema["additionalProperties"] = true;
        }

        return schema;
    }

    private static JsonTypeInfo TypeInfo(Type type) =>
        ContractsContext.Default.GetTypeInfo(type) ?? ServiceContractsContext.Default.GetTypeInfo(type)
        ?? throw new InvalidOperationException($"{type} is no wire type.");

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var schema = node as JsonObject ?? [];
        if (type == typeof(DateTimeOffset))
        {
            schema = new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        }
        else if (type == typeof(AgentCapability) || (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !context.Path.IsEmpty))
        {
            schema = Reference(type);
        }

        else if (context.TypeInfo.ElementType == typeof(AgentCapability))
        {
            // The exporter knows nothing of what a converter writes.
            schema["items"] = Reference(typeof(AgentCapability));
        }

        if (context.PropertyInfo?.AttributeProvider is MemberInfo property && docs.Of(property) is { } description)
        {
            schema["description"] = description;
        }

        return schema;
    }

    /// <summary>The one type that has a form of its own: a bare name, or an object.</summary>
    private JsonObject Capability()
    {
        var members = new JsonObject();
        foreach (var property in typeof(AgentCapability).GetProperties())
        {
            var schema = property.PropertyType == typeof(string) ? new JsonObject { ["type"] = "string" } : [];
            if (docs.Of(property) is { } description)
            {
                schema["description"] = description;
            }

            members.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), schema);
        }

        return new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string" },
                new JsonObject { ["type"] = "object", ["required"] = new JsonArray("name"), ["properties"] = members }),
        };
    }
}
