using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Registry.Core.Agents.Documents;

namespace Registry.Http.Agents;

/// <summary>A member that an answer has besides those of the agent.</summary>
/// <param name="Name">As it is sent; needs no escaping.</param>
/// <param name="Json">Its value.</param>
internal readonly record struct AgentMember(string Name, ReadOnlyMemory<byte> Json)
{
    public static AgentMember Of<T>(string name, T value, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return new AgentMember(name, buffer.WrittenMemory);
    }
}
