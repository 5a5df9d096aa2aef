using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Registry.Core.Agents;

/// <summary>The wire words of an enumeration whose values count up from 0. Words match exactly, case included.</summary>
public sealed class WordTable<T>
    where T : struct, Enum
{
    private readonly string[] _words;
    private readonly JsonEncodedText[] _encoded;

    internal WordTable(params string[] words)
    {
        _words = words;
        _encoded = Array.ConvertAll(words, word => JsonEncodedText.Encode(word));
    }

    /// <summary>The words, for error messages.</summary>
    public string ListedWhere(Func<T, bool> allowed) => string.Join(", ", Enum.GetValues<T>().Where(allowed).Select(value => this[value]));

    public string this[T value] => _words[Index(value)];

    public bool TryParse(string? word, out T value) => TryAt(Array.IndexOf(_words, word), out value);

    public bool TryParse(ReadOnlySpan<byte> utf8, out T value)
    {
        for (var i = 0; i < _encoded.Length; i++)
        {
            if (_encoded[i].EncodedUtf8Bytes.SequenceEqual(utf8))
            {
                return TryAt(i, out value);
            }
        }

        return TryAt(-1, out value);
    }

    internal JsonEncodedText Encoded(T value) => _encoded[Index(value)];

    private static int Index(T value) => Unsafe.As<T, int>(ref value);

    private static bool TryAt(int index, out T value)
    {
        var found = Math.Max(index, 0);
        value = Unsafe.As<int, T>(ref found);
        return index >= 0;
    }
}
