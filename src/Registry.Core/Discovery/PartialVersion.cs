using System.Buffers;
using System.Globalization;

namespace Registry.Core.Discovery;

/// <summary>A version as ranges have them: <c>1</c>, <c>1.2</c>, <c>1.x</c>, <c>*</c>, <c>1.2.3-rc.1</c>. An absent number, or one after a wildcard, is null.</summary>
internal readonly ref struct PartialVersion
{
    private static readonly SearchValues<char> Identifier =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    private PartialVersion(long? major, long? minor, long? patch, ReadOnlySpan<char> prerelease)
    {
        Major = major;
        Minor = major is null ? null : minor;
        Patch = Minor is null ? null : patch;
        PrereleaseSpan = Patch is null ? default : prerelease;
    }

    public long? Major { get; }

    public long? Minor { get; }

    public long? Patch { get; }

    private ReadOnlySpan<char> PrereleaseSpan { get; }

    public string Prerelease => PrereleaseSpan.IsEmpty ? "" : PrereleaseSpan.ToString();

    public bool TryComplete(out SemanticVersion version)
    {
        version = default;
        if (Major is not { } major || Minor is not { } minor || Patch is not { } patch)
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch, Prerelease);
        return true;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out PartialVersion version)
    {
        version = default;
        if (!TryTakeNumber(ref text, out var major))
        {
            return false;
        }

        long? minor = null;
        long? patch = null;
        if (TryTake(ref text, '.') && !TryTakeNumber(ref text, out minor))
        {
            return false;
        }
        else if (text.IsEmpty)
        {
            version = new PartialVersion(major, minor, null, default);
            return true;
        }

        if (!TryTake(ref text, '.') || !TryTakeNumber(ref text, out patch))
        {
            return false;
        }

        ReadOnlySpan<char> prerelease = default;
        if (TryTake(ref text, '-'))
        {
            var end = text.IndexOf('+');
            prerelease = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[end..];
            if (!AreIdentifiers(prerelease, numbersHaveNoLeadingZero: true))
            {
                return false;
            }
        }

        if (TryTake(ref text, '+'))
        {
            if (!AreIdentifiers(text, numbersHaveNoLeadingZero: false))
            {
                return false;
            }

            text = default;
        }

        version = new PartialVersion(major, minor, patch, prerelease);
        return text.IsEmpty;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, char expected)
    {
        if (!text.StartsWith(expected))
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<char> text, out long? number)
    {
        number = null;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] is 'x' or 'X' or '*')
        {
            text = text[1..];
            return true;
        }

        var length = text.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? text : text[..length];
        if (digits.IsEmpty
            || (digits.Length > 1 && digits[0] == '0')
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value > SemanticVersion.MaxNumber)
        {
            return false;
        }

        number = value;
        text = text[digits.Length..];
        return true;
    }

    private static bool AreIdentifiers(ReadOnlySpan<char> text, bool numbersHaveNoLeadingZero)
    {
        foreach (var part in text.Split('.'))
        {
            var identifier = text[part];
            if (identifier.IsEmpty || identifier.ContainsAnyExcept(Identifier))
            {
                return false;
            }

            if (numbersHaveNoLeadingZero && identifier.Length > 1 && identifier[0] == '0' && !identifier.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }
        }

        return true;
    }
}
