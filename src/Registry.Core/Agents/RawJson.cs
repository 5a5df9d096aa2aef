using System.Buffers;
using System.Text.Json;
using Registry.Core.Agents.Documents;

namespace Registry.Core.Agents;

/// <summary>A JSON value kept as compact UTF-8: a tenth of what a parsed tree takes, and it goes into answers as it is.</summary>
public sealed class RawJson(byte[] utf8)
{
    public static RawJson EmptyObject { get; } = new("{}"u8.ToArray());

    public ReadOnlyMemory<byte> Utf8 => utf8;

    public static RawJson From(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            element.WriteTo(writer);
        }

        return new RawJson(buffer.WrittenSpan.ToArray());
    }

    public JsonElement Parse() => JsonElement.Parse(utf8);
}
