using System.Globalization;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>A receiver gets the events of one agent in order, whatever is repeated.</summary>
internal static class DeliveryChecker
{
    public static IEnumerable<string> Order(IEnumerable<(Uri Url, string EventId, string AgentId)> received)
    {
        var newest = new Dictionary<(Uri, string, string), long>();
        var seen = new HashSet<(Uri, string)>();
        foreach (var (url, id, agent) in received)
        {
            if (!seen.Add((url, id)))
            {
                continue;
            }

            var colon = id.IndexOf(':', StringComparison.Ordinal);
            var (key, seq) = ((url, agent, id[..colon]), long.Parse(id.AsSpan(colon + 1), CultureInfo.InvariantCulture));
            if (newest.GetValueOrDefault(key) > seq)
            {
                yield return $"{url.Host} got {id} of {agent} after {id[..colon]}:{newest[key]}";
            }

            newest[key] = seq;
        }
    }
}
