using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Documents;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Lifecycles;

/// <summary>The stored documents of a node. Members that a reader does not know are skipped and absent ones have their default.</summary>
internal static class GraphDocument
{
    public static byte[] ToStored(GraphNode node) => JsonOutput.ToBytes(node, static (writer, node) =>
    {
        writer.WriteStartObject();
        writer.WriteString("mutation_id"u8, node.MutationId);
        if (node.Epoch > 0)
        {
            writer.WriteNumber("epoch"u8, node.Epoch);
        }

        writer.WriteString("state"u8, AgentWords.Lifecycle.Encoded(node.Lifecycle));
        if (node.EverActive)
        {
            writer.WriteBoolean("ever_active"u8, true);
        }

        if (node.IsPending)
        {
            writer.WriteBoolean("pending"u8, true);
        }

        writer.WriteNumber("changed_ms"u8, node.ChangedAt);
        if (node.Dependencies.Count > 0)
        {
            writer.WriteStartArray("dependencies"u8);
            foreach (var dependency in node.Dependencies)
            {
                writer.WriteStringValue(dependency);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    public static byte[] ErrorsToStored(GraphNode node) => JsonOutput.ToBytes(node, static (writer, node) =>
    {
        writer.WriteStartArray();
        foreach (var error in node.Errors)
        {
            writer.WriteStartObject();
            writer.WriteNumber("time_ms"u8, error.Time);
            writer.WriteString("message"u8, error.Message);
            writer.WriteText("actor"u8, error.Actor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <exception cref="JsonException">Storage is corrupt.</exception>
    public static GraphNode? FromRow(string id, TableEntity row)
    {
        var stored = row.Bytes(Columns.Doc);
        if (stored.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(stored);
        var root = document.RootElement;
        return new GraphNode
        {
            Id = id,
            MutationId = Text(root, "mutation_id") ?? "",
            Epoch = Number(root, "epoch"),
            Lifecycle = AgentWords.Lifecycle.TryParse(Text(root, "state"), out var lifecycle) ? lifecycle : default,
            EverActive = IsTrue(root, "ever_active"),
            IsPending = IsTrue(root, "pending"),
            ChangedAt = Number(root, "changed_ms"),
            Dependencies = root.TryGetProperty("dependencies", out var dependencies)
                ? [.. dependencies.EnumerateArray().Select(static dependency => dependency.GetString()!)]
                : [],
            Errors = ReadErrors(row.Bytes(Columns.Errors)),
            Seq = row.Int64(Columns.Seq),
        };
    }

    private static AgentError[] ReadErrors(ReadOnlyMemory<byte> stored)
    {
        if (stored.Length <= 2)
        {
            return [];
        }

        using var document = JsonDocument.Parse(stored);
        return [.. document.RootElement.EnumerateArray().Select(static error =>
            new AgentError(error.GetProperty("time_ms").GetInt64(), Text(error, "message") ?? "", Text(error, "actor")))];
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
