using System.Text.Json;

namespace Registry.Http.Bodies;

/// <summary>A request body: its bytes and what they say. Valid until disposed.</summary>
internal sealed class JsonBody(PooledBuffer? buffer, ReadOnlyMemory<byte> utf8, JsonDocument? document) : IDisposable
{
    public static JsonBody Empty { get; } = new(null, default, null);

    public bool IsEmpty => document is null;

    /// <summary>Undefined where there is no body.</summary>
    public JsonElement Root => document?.RootElement ?? default;

    public ReadOnlyMemory<byte> Utf8 => utf8;

    public void Dispose()
    {
        document?.Dispose();
        buffer?.Dispose();
    }
}
