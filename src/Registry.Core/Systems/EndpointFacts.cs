namespace Registry.Core.Systems;

/// <summary>What stands in an endpoint, in lower case, without judging it.</summary>
internal sealed class EndpointFacts
{
    private const int MaxClues = 256;
    private const string AfterScheme = "://";

    private readonly List<(SystemClue Clue, string Text)> _clues = [];

    private EndpointFacts(string scheme) => Scheme = scheme;

    /// <summary>What the text begins with; empty for a connection string.</summary>
    public string Scheme { get; }

    public IReadOnlyList<(SystemClue Clue, string Text)> Clues => _clues;

    public static EndpointFacts Of(string endpoint)
    {
        var text = endpoint.Trim().ToLowerInvariant();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var facts = new EndpointFacts(colon > 0 && IsScheme(text.AsSpan(0, colon)) ? text[..colon] : "");
        if (facts.Scheme == "arn")
        {
            facts.Add(SystemClue.Arn, text.Split(':', 4) is [_, _, var service, ..] ? service : "");
        }
        else if (facts.Scheme.Length > 0 && text.AsSpan(colon).StartsWith(AfterScheme))
        {
            facts.AddUrl(facts.Scheme, text[(colon + AfterScheme.Length)..]);
        }
        else if (facts.Scheme.Length == 0 || text.Contains('=', StringComparison.Ordinal))
        {
            facts.AddPairs(text);
        }

        return facts;
    }

    private void AddUrl(string scheme, string rest)
    {
        Add(SystemClue.Scheme, scheme);
        var end = rest.AsSpan().IndexOfAny("/?#;");
        var authority = end < 0 ? rest : rest[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        foreach (var member in authority.Split(',', 8))
        {
            AddHost(member);
        }

        if (scheme is "http" or "https" && end >= 0)
        {
            AddWeb(rest[end..]);
        }

        if (scheme == "http" && (end < 0 || rest.Length == end + 1) && authority.LastIndexOf(':') is var port and > 0)
        {
            Add(SystemClue.Port, authority[(port + 1)..]);
        }
    }

    private void AddHost(string member)
    {
        // SQL Server writes host\instance,port.
        var end = member.StartsWith('[') ? -1 : member.AsSpan().IndexOfAny(":,\\");
        Add(SystemClue.Host, (end < 0 ? member : member[..end]).TrimEnd('.'));
    }

    private void AddWeb(string rest)
    {
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        rest = hash < 0 ? rest : rest[..hash];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var segments = (mark < 0 ? rest : rest[..mark]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var segment in segments)
        {
            Add(SystemClue.Path, segment);
        }

        if (segments is [.., var last] && last.LastIndexOf('.') is var dot and >= 0)
        {
            Add(SystemClue.Path, last[dot..]);
        }

        foreach (var pair in mark < 0 ? [] : rest[(mark + 1)..].Split('&'))
        {
            Add(SystemClue.Query, pair.Split('=', 2)[0]);
        }
    }

    /// <summary><c>Server=db,1433;Database=x</c>, <c>cache:6380,password=…,ssl=True</c>, <c>host=db port=5432</c>.</summary>
    private void AddPairs(string text)
    {
        // A key of two words stands in a list with semicolons, or alone.
        var first = text.AsSpan(0, Math.Max(text.IndexOf('=', StringComparison.Ordinal), 0));
        var between = text.Contains(';', StringComparison.Ordinal) || first.Contains(' ') ? ';' : text.Contains(',', StringComparison.Ordinal) ? ',' : ' ';
        foreach (var pair in text.Split(between, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? pair : pair[(equals + 1)..].Trim().Trim('"', '\'');
            if (equals > 0)
            {
                var name = pair[..equals].Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
                Add(SystemClue.Parameter, name);
                Add(SystemClue.Port, name == "port" ? value : "");
            }

            var separator = value.IndexOf(AfterScheme, StringComparison.Ordinal);
            if (separator > 0)
            {
                AddUrl(value[..separator], value[(separator + AfterScheme.Length)..]);
            }
            else
            {
                AddHost(value.StartsWith("tcp:", StringComparison.Ordinal) ? value[4..] : value);
            }
        }
    }

    private void Add(SystemClue clue, string text)
    {
        if (text.Length > 0 && _clues.Count < MaxClues)
        {
            _clues.Add((clue, text));
        }
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.' or '_'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }
}
