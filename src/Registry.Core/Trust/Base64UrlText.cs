using System.Buffers;
using System.Buffers.Text;

namespace Registry.Core.Trust;

/// <summary>Base64url without padding, spaces or bits left over (RFC 7515 §2).</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool IsAlphabet(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Alphabet);

    /// <summary>The bytes; null where the text is none.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (!IsAlphabet(text))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out var read, out var written) == OperationStatus.Done && read == text.Length
            ? bytes[..written]
            : null;
    }
}
