using System.Globalization;

namespace Registry.Core.Discovery;

/// <summary>
/// How large a pattern is once its counted repetitions are written out. The engine has a bound of its own, but counts nothing for what matches
/// no character: with <c>($|^){2147483646}</c> it is busy for good. It reads just enough of the syntax and never less than the engine sees;
/// where that would take more (free spacing, comments, a bracket inside a class) the pattern is refused.
/// </summary>
internal sealed class PatternSize
{
    private const long TooMany = 1_000_000_000;

    private readonly string _pattern;
    private readonly int _limit;
    private readonly Stack<long> _outer = new();
    private long _size;
    private long _last;
    private int _at;

    private PatternSize(string pattern, int limit)
    {
        _pattern = pattern;
        _limit = limit;
    }

    public static bool IsWithin(int limit, string pattern) => new PatternSize(pattern, limit).Scan();

    private bool Scan()
    {
        while (_at < _pattern.Length)
        {
            if (!Step(_pattern[_at++]) || _size > _limit)
            {
                return false;
            }
        }

        return true;
    }

    private bool Step(char letter)
    {
        switch (letter)
        {
            case '(':
                _outer.Push(_size);
                _size = 0;
                _last = 0;
                return SkipGroupHeader();
            case ')':
                // A parenthesis too many is for the engine to refuse.
                Append(_size + 1, _outer.TryPop(out var outer) ? outer : 0);
                return true;
            case '[':
                Append(1, _size);
                return SkipClass();
            case '\\':
                SkipEscape();
                Append(1, _size);
                return true;
            case '{' when TryReadCount(out var count):
                _size += _last * (count - 1);
                _last *= count;
                return true;
            default:
                Append(1, _size);
                return true;
        }
    }

    private void Append(long size, long before)
    {
        _last = size;
        _size = before + size;
    }

    private bool SkipGroupHeader()
    {
        if (!Take('?'))
        {
            return true;
        }

        while (_at < _pattern.Length && (char.IsAsciiLetter(_pattern[_at]) || _pattern[_at] is '-' or '+'))
        {
            // Free spacing turns whatever follows a # into a comment.
            if (_pattern[_at++] is 'x' or 'X')
            {
                return false;
            }
        }

        return !Take('#');
    }

    private bool SkipClass()
    {
        Take('^');
        Take(']');
        while (_at < _pattern.Length)
        {
            switch (_pattern[_at++])
            {
                case ']':
                    return true;
                case '[':
                    return false;
                case '\\':
                    SkipEscape();
                    break;
            }
        }

        return true;
    }

    private void SkipEscape()
    {
        // \c takes one more, which may be a bracket; what belongs to other escapes counts as letters of its own.
        if (Take('c') || _at < _pattern.Length)
        {
            _at++;
        }
    }

    private bool Take(char letter)
    {
        if (_at >= _pattern.Length || _pattern[_at] != letter)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Reads <c>3}</c>, <c>3,}</c> or <c>3,5}</c>; anything else is a brace that means itself.</summary>
    private bool TryReadCount(out long count)
    {
        count = 1;
        var start = _at;
        if (TryReadNumber(out var low))
        {
            var high = low;
            if (Take(','))
            {
                _ = TryReadNumber(out high);
            }

            if (Take('}'))
            {
                count = Math.Max(1, Math.Max(low, high));
                return true;
            }
        }

        _at = start;
        return false;
    }

    private bool TryReadNumber(out long number)
    {
        var start = _at;
        while (_at < _pattern.Length && char.IsAsciiDigit(_pattern[_at]))
        {
            _at++;
        }

        var digits = _pattern.AsSpan(start, _at - start);
        number = 0;
        if (digits.IsEmpty)
        {
            return false;
        }

        // Beyond nine digits the value no longer matters: it is over any limit, and products stay far from an overflow.
        digits = digits.TrimStart('0');
        number = digits.Length > 9 ? TooMany : digits.IsEmpty ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }
}
