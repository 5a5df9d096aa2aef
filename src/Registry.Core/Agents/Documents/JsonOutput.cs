using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Registry.Core.Agents.Documents;

/// <summary>How the registry writes JSON.</summary>
public static class JsonOutput
{
    /// <summary>
    /// Escapes only what JSON itself asks for: all of it is served as application/json, never inside HTML. What is written was
    /// checked when it was read, so the writer does not check it again.
    /// </summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static byte[] ToBytes<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer, state);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
