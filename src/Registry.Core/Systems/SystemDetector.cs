using System.Collections.Frozen;
using Registry.Core.Agents;

namespace Registry.Core.Systems;

/// <summary>Finds what an endpoint is by <see cref="SystemTable"/>. Takes anything; work grows with the length of the text alone.</summary>
public static class SystemDetector
{
    private const int MaxWordLength = 64;

    private static readonly FrozenDictionary<(SystemClue, string), SystemType> Types = SystemTable.Rows
        .SelectMany(row => row.Text.Split(' '), (row, word) => (Key: (row.Clue, word), row.Type))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Type);

    private static readonly FrozenSet<string> Domains = SystemTable.Rows
        .Where(row => row.Clue == SystemClue.Host)
        .SelectMany(row => row.Text.Split(' '))
        .Where(word => word.Contains(".*.", StringComparison.Ordinal))
        .Select(word => word[(word.IndexOf(".*.", StringComparison.Ordinal) + 3)..])
        .ToFrozenSet(StringComparer.Ordinal);

    public static SystemType Detect(string endpoint)
    {
        var facts = EndpointFacts.Of(endpoint);

        // A protocol of its own says it all. HTTP is what everything may hide behind, and an ARN names its service.
        var own = SchemeType(facts.Scheme);
        if (own < SystemType.CloudService)
        {
            return own;
        }

        var best = own;
        foreach (var (clue, text) in facts.Clues)
        {
            best = Better(best, clue switch
            {
                SystemClue.Host => HostType(text),
                SystemClue.Scheme => SchemeType(text),
                _ => Find(clue, text),
            });
        }

        return best;
    }

    private static SystemType Better(SystemType one, SystemType other) => one < other ? one : other;

    private static SystemType Find(SystemClue clue, string text) =>
        text.Length is > 0 and <= MaxWordLength && Types.TryGetValue((clue, text), out var type) ? type : SystemType.Unknown;

    private static SystemType SchemeType(string scheme)
    {
        var plus = scheme.IndexOf('+', StringComparison.Ordinal);
        var type = Find(SystemClue.Scheme, scheme);
        return type == SystemType.Unknown && plus > 0 ? Find(SystemClue.Scheme, scheme[..plus]) : type;
    }

    /// <summary>By the host, and by every domain that it is in.</summary>
    private static SystemType HostType(string host)
    {
        var best = SystemType.Unknown;
        if (host.Length > AgentLimits.MaxHostLength)
        {
            return best;
        }

        for (var start = 0; start >= 0 && start < host.Length;)
        {
            var domain = host[start..];
            best = Better(best, Find(SystemClue.Host, domain));
            if (start > 0 && Domains.Contains(domain))
            {
                best = Better(best, LabelType(host[..(start - 1)], domain));
            }

            var dot = host.IndexOf('.', start);
            start = dot < 0 ? -1 : dot + 1;
        }

        return best;
    }

    /// <summary>By what stands below a domain; <c>s3-eu-west-1</c> and <c>sqs-fips</c> are found by what is before the hyphen.</summary>
    private static SystemType LabelType(string labels, string domain)
    {
        var best = SystemType.Unknown;
        foreach (var label in labels.Split('.'))
        {
            var hyphen = label.IndexOf('-', StringComparison.Ordinal);
            best = Better(best, Find(SystemClue.Host, $"{label}.*.{domain}"));
            best = hyphen > 0 ? Better(best, Find(SystemClue.Host, $"{label[..hyphen]}.*.{domain}")) : best;
        }

        return best;
    }
}
