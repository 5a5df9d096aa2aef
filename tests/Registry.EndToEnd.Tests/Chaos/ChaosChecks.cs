using System.Net;
using Registry.EndToEnd.Tests.Http;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>What was acknowledged against what is found, after everything settled.</summary>
internal sealed class ChaosChecks(ChaosBed bed, ChaosLedger ledger, IReadOnlyList<ChaosEvent> feed)
{
    // Storage's clock, by which events are timed, tells whole seconds.
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(ChaosRegistration.TtlSeconds) - ClockGrain;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ILookup<string, ChaosEvent> _byAgent = feed.ToLookup(static happened => happened.Agent, StringComparer.Ordinal);

    /// <summary>A reader through it all got what one gets who reads everything afterwards: once, and in the order of each agent.</summary>
    public void Feed(string name, IReadOnlyList<ChaosEvent> read)
    {
        var twice = read.GroupBy(static happened => happened.Id).Where(static group => group.Count() > 1).Select(static group => group.Key).ToList();
        ledger.Check(twice.Count == 0, name, $"twice: {string.Join(" ", twice)}");
        var missed = feed.Select(static happened => happened.Id).Except(read.Select(static happened => happened.Id)).ToList();
        ledger.Check(missed.Count == 0, name, $"missed: {string.Join(" ", missed)}");
        InOrder(name, read.Select(static happened => (happened.Agent, happened.Id)));
        ledger.Count($"feed of {read.Count} events checked");
    }

    /// <summary>Of each agent and partition, by number.</summary>
    public void InOrder(string name, IEnumerable<(string Agent, string Id)> events)
    {
        var newest = new Dictionary<(string, string), long>();
        foreach (var (agent, id) in events)
        {
            var parts = id.Split(':');
            var number = long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            ledger.Check(newest.GetValueOrDefault((agent, parts[0])) < number, name, $"{id} of {agent} came after {newest.GetValueOrDefault((agent, parts[0]))}");
            newest[(agent, parts[0])] = number;
        }
    }

    public async Task RegistrationAsync(ChaosRegistration registration)
    {
        var events = _byAgent[registration.Id].ToList();
        foreach (var happened in events)
        {
            ledger.Note(registration.Id, $"event {happened.Id} {happened.Type} {happened.Version} at {happened.Time:HH:mm:ss.fff}");
        }

        var expired = events.FindAll(static happened => happened.Type == "agent.expired");
        Events(registration, events, expired);
        for (var instance = 0; instance < ChaosBed.Instances; instance++)
        {
            var answer = await bed.AskAsync(instance, HttpMethod.Get, "/agents/" + registration.Id, null, Patience);
            var found = $"app {instance} answers {(answer is null ? "nothing" : (int)answer.Status)}";
            switch (registration.State)
            {
                case ChaosState.Registered when expired.Count == 0 && !MayHaveExpiredSince(registration):
                    ledger.Check(answer?.Status == HttpStatusCode.OK, registration.Id, $"{found} for an acknowledged registration");
                    Content(registration, answer);
                    break;
                case ChaosState.Unregistered:
                    ledger.Check(answer?.Status == HttpStatusCode.NotFound, registration.Id, $"{found} after it was unregistered");
                    break;
                default:
                    ledger.Check(answer?.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, registration.Id, found);
                    break;
            }
        }

        ledger.Count($"{registration.State} checked");
    }

    /// <summary>Nobody renews any more: on a busy machine the checks may take longer than the TTL.</summary>
    private static bool MayHaveExpiredSince(ChaosRegistration registration) =>
        registration.Renewed.All(static sent => sent + Lapse <= TimeProvider.System.GetUtcNow());

    /// <summary>Edges are those acknowledged, without a cycle; nobody active depends on an agent that is not.</summary>
    public async Task GraphAsync(IEnumerable<KeyValuePair<(string From, string To), bool?>> known)
    {
        var acknowledged = known.ToList();
        for (var instance = 0; instance < ChaosBed.Instances; instance++)
        {
            var name = $"graph of app {instance}";
            var answer = await bed.AskAsync(instance, HttpMethod.Get, "/graph?format=json", null, Patience);
            if (answer?.Status != HttpStatusCode.OK)
            {
                ledger.Fault(name, $"answered {answer?.Status}: {answer?.Text}");
                continue;
            }

            // The answer's arrows lead from what is needed to who needs it.
            var edges = answer.Json.GetProperty("edges").EnumerateArray()
                .Select(static edge => (From: edge.GetProperty("to").GetString()!, To: edge.GetProperty("from").GetString()!)).ToHashSet();
            foreach (var ((from, to), there) in acknowledged)
            {
                ledger.Check(there is null || edges.Contains((from, to)) == there, from, $"{name}: the edge to {to} is {(there == true ? "missing" : "there")}");
            }

            ledger.Check(!HasCycle(edges), name, $"a cycle: {string.Join(" ", edges)}");
            var active = answer.Json.GetProperty("nodes").EnumerateArray()
                .ToDictionary(static node => node.GetProperty("id").GetString()!, static node => node.GetProperty("status").GetString() == "active");
            foreach (var (from, to) in edges)
            {
                ledger.Check(!active.GetValueOrDefault(from) || active.GetValueOrDefault(to, true), from, $"{name}: active on {to}, which is not");
            }

            ledger.Count($"{acknowledged.Count(static edge => edge.Value is not null)} edges checked");
        }
    }

    /// <summary>Each change of a kind begins where the one before it ended.</summary>
    public void Chains(string type)
    {
        foreach (var changes in feed.Where(happened => happened.Type == type).GroupBy(static happened => happened.Agent))
        {
            string? last = null;
            foreach (var change in changes.OrderBy(static change => change.Number))
            {
                ledger.Check(last is null || change.Old == last, changes.Key, $"{type} {change.Id} from {change.Old}, after {last}");
                last = change.New;
            }

            ledger.Count($"{type} chain checked");
        }
    }

    private static bool HasCycle(HashSet<(string From, string To)> edges)
    {
        // Take away, again and again, those on whom nobody is left to depend.
        var left = edges.ToHashSet();
        while (left.RemoveWhere(edge => !left.Any(other => other.To == edge.From)) > 0)
        {
        }

        return left.Count > 0;
    }

    private void Content(ChaosRegistration registration, Answer? answer)
    {
        if (answer?.Status == HttpStatusCode.OK)
        {
            var version = answer.String("version");
            ledger.Check(registration.Versions.Contains(version), registration.Id, $"version {version}, acknowledged {string.Join(" or ", registration.Versions)}");
        }
    }

    private void Events(ChaosRegistration registration, List<ChaosEvent> events, List<ChaosEvent> expired)
    {
        var id = registration.Id;
        int Of(string type) => events.Count(happened => happened.Type == type);
        ledger.Check(registration.State == ChaosState.Unknown || Of("agent.registered") >= 1, id, "no event of its registration");
        ledger.Check(registration.MayComeAgain || Of("agent.registered") <= 1, id, "registered more often than it asked");
        ledger.Check(registration.State != ChaosState.Unregistered || Of("agent.unregistered") + expired.Count >= 1, id, "no event of its end");
        ledger.Check(registration.State != ChaosState.Expired || expired.Count >= 1, id, "gone without having expired");
        foreach (var version in registration.Acknowledged)
        {
            var times = events.Count(happened => happened.Type == "agent.updated" && happened.Version == version);
            ledger.Check(times == 1, id, $"{times} events of the change to {version}");
        }

        foreach (var end in expired)
        {
            var renewal = registration.Renewed.Where(sent => sent < end.Time && end.Time < sent + Lapse).ToList();
            ledger.Check(renewal.Count == 0, id, $"expired at {end.Time:HH:mm:ss.fff}, renewed at {string.Join(" ", renewal.Select(static sent => sent.ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture)))}");
        }
    }
}
