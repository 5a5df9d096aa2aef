namespace Registry.Core.Discovery;

/// <summary>Reads one alternative of a range and takes hyphens, wildcards, tildes and carets apart into plain bounds.</summary>
internal static class VersionRangeParser
{
    // What is lower than any version with these numbers, its prereleases included.
    private const string Lowest = "0";

    public static bool TryParse(ReadOnlySpan<char> text, List<VersionComparator> into)
    {
        text = text.Trim();
        if (TrySplitHyphen(text, out var from, out var to))
        {
            return TryParsePartial(from, out var low) && TryParsePartial(to, out var high) && AddHyphen(low, high, into);
        }

        while (!text.IsEmpty)
        {
            var @operator = TakeOperator(ref text);
            text = text.TrimStart();
            var end = 0;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (!TryParsePartial(text[..end], out var version))
            {
                return false;
            }

            Add(@operator, version, into);
            text = text[end..].TrimStart();
        }

        return true;
    }

    private static bool TryParsePartial(ReadOnlySpan<char> text, out PartialVersion version) =>
        PartialVersion.TryParse(text.TrimStart("v="), out version);

    private static bool TrySplitHyphen(ReadOnlySpan<char> text, out ReadOnlySpan<char> from, out ReadOnlySpan<char> to)
    {
        from = default;
        to = default;
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '-' && char.IsWhiteSpace(text[i - 1]) && char.IsWhiteSpace(text[i + 1]))
            {
                from = text[..i].Trim();
                to = text[(i + 1)..].Trim();
                return true;
            }
        }

        return false;
    }

    private static VersionOperator TakeOperator(ref ReadOnlySpan<char> text)
    {
        var (@operator, length) = text switch
        {
            ['>', '=', ..] => (VersionOperator.GreaterOrEqual, 2),
            ['<', '=', ..] => (VersionOperator.LessOrEqual, 2),
            ['~', '>', ..] => (VersionOperator.Tilde, 2),
            ['>', ..] => (VersionOperator.Greater, 1),
            ['<', ..] => (VersionOperator.Less, 1),
            ['~', ..] => (VersionOperator.Tilde, 1),
            ['^', ..] => (VersionOperator.Caret, 1),
            ['=', ..] => (VersionOperator.Equal, 1),
            _ => (VersionOperator.Equal, 0),
        };
        text = text[length..];
        return @operator;
    }

    private static bool AddHyphen(PartialVersion low, PartialVersion high, List<VersionComparator> into)
    {
        Add(VersionOperator.GreaterOrEqual, low, into);
        Add(VersionOperator.LessOrEqual, high, into);
        return true;
    }

    private static void Add(VersionOperator @operator, PartialVersion version, List<VersionComparator> into)
    {
        if (version.Major is not { } major)
        {
            if (@operator is VersionOperator.Less or VersionOperator.Greater)
            {
                // Nothing is beyond everything.
                Below(0, 0, 0, into);
            }
        }
        else if (@operator is VersionOperator.Tilde)
        {
            From(version, into);
            BelowNext(major, version.Minor, into);
        }
        else if (@operator is VersionOperator.Caret)
        {
            From(version, into);
            BelowNextNonZero(version, major, into);
        }
        else if (version.TryComplete(out var exact))
        {
            into.Add(new VersionComparator(@operator, exact));
        }
        else
        {
            AddWildcard(@operator, version, major, into);
        }
    }

    private static void AddWildcard(VersionOperator @operator, PartialVersion version, long major, List<VersionComparator> into)
    {
        switch (@operator)
        {
            case VersionOperator.Greater:
                into.Add(new VersionComparator(
                    VersionOperator.GreaterOrEqual,
                    version.Minor is { } minor ? new SemanticVersion(major, minor + 1, 0) : new SemanticVersion(major + 1, 0, 0)));
                break;
            case VersionOperator.GreaterOrEqual:
                From(version, into);
                break;
            case VersionOperator.Less:
                Below(major, version.Minor ?? 0, 0, into);
                break;
            case VersionOperator.LessOrEqual:
                BelowNext(major, version.Minor, into);
                break;
            default:
                From(version, into);
                BelowNext(major, version.Minor, into);
                break;
        }
    }

    private static void From(PartialVersion version, List<VersionComparator> into) => into.Add(new VersionComparator(
        VersionOperator.GreaterOrEqual,
        new SemanticVersion(version.Major ?? 0, version.Minor ?? 0, version.Patch ?? 0, version.Prerelease)));

    private static void BelowNext(long major, long? minor, List<VersionComparator> into)
    {
        if (minor is { } number)
        {
            Below(major, number + 1, 0, into);
        }
        else
        {
            Below(major + 1, 0, 0, into);
        }
    }

    private static void BelowNextNonZero(PartialVersion version, long major, List<VersionComparator> into)
    {
        if (major != 0 || version.Minor is not { } minor)
        {
            Below(major + 1, 0, 0, into);
        }
        else if (minor != 0 || version.Patch is not { } patch)
        {
            Below(0, minor + 1, 0, into);
        }
        else
        {
            Below(0, 0, patch + 1, into);
        }
    }

    private static void Below(long major, long minor, long patch, List<VersionComparator> into) =>
        into.Add(new VersionComparator(VersionOperator.Less, new SemanticVersion(major, minor, patch, Lowest)));
}
