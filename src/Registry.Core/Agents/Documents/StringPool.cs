using System.Collections.Concurrent;
using System.Text.Json;

namespace Registry.Core.Agents.Documents;

/// <summary>
/// Shares strings that many agents have in common: types, tags, capabilities, owners. Bounded: once full it shares what it
/// has and takes in no more. Thread-safe.
/// </summary>
public sealed class StringPool(int maxEntries = StringPool.DefaultEntries)
{
    private const int DefaultEntries = 8_192;

    // Longer ones hardly ever repeat.
    private const int MaxLength = 64;

    private readonly ConcurrentDictionary<string, string> _strings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Capability> _capabilities = new(StringComparer.Ordinal);
    private int _count;

    public static StringPool Shared { get; } = new();

    /// <summary>The string token the reader stands on.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > MaxLength)
        {
            return reader.GetString()!;
        }

        Span<char> text = stackalloc char[MaxLength];
        return Share(text[..reader.CopyString(text)]);
    }

    /// <summary>The capability without details that the string token names.</summary>
    internal Capability PlainCapability(ref Utf8JsonReader reader)
    {
        var name = Read(ref reader);
        if (_capabilities.TryGetValue(name, out var known))
        {
            return known;
        }

        var added = new Capability(name);
        return _count < maxEntries ? _capabilities.GetOrAdd(name, added) : added;
    }

    public string Share(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
        {
            return text.ToString();
        }

        if (_strings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
        {
            return known;
        }

        var added = text.ToString();
        if (_count >= maxEntries || !_strings.TryAdd(added, added))
        {
            return _strings.GetValueOrDefault(added, added);
        }

        Interlocked.Increment(ref _count);
        return added;
    }
}
