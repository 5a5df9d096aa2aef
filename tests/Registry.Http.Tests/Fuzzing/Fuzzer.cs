using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>Sequences of requests by seed, and the shortest that still breaks what a long one broke.</summary>
/// <param name="document">The served document.</param>
/// <param name="isFaulty">Whether the registries are to fail.</param>
internal sealed class Fuzzer(ApiDocument document, bool isFaulty = false)
{
    private const int Size = 50;
    private const int MostTries = 120;

    private readonly RequestGen _requests = new(document);
    private readonly Promises _promises = new(document);

    /// <summary>How many answers had which status.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>How far requests came, by operation: for every one of the document.</summary>
    public IReadOnlyDictionary<ApiOperation, Reached> Reached { get; } = document.Operations.ToDictionary(static operation => operation, static _ => new Reached());

    public ImmutableArray<FuzzRequest> Sequence(int seed, int length)
    {
        var sequence = from beginning in _requests.Beginning()
                       from others in _requests.Any().ArrayOf(length - beginning.Length)
                       select beginning.Concat(others).ToImmutableArray();
        return sequence.Sample(1, new Rnd((ulong)seed), Size).Single();
    }

    /// <summary>Sends the requests to a registry that is empty; null when it keeps all promises.</summary>
    public async Task<Finding?> RunAsync(ImmutableArray<FuzzRequest> requests, bool counts = true, bool isJudged = true)
    {
        await using var run = await FuzzRun.StartAsync(isFaulty);
        var sent = ImmutableArray.CreateBuilder<FuzzRequest>();
        for (var i = 0; i < requests.Length; i++)
        {
            var (request, answer) = await run.SendAsync(requests[i]);
            sent.Add(request);
            if (!isJudged)
            {
                continue;
            }

            var broken = answer is null ? ["no answer"] : _promises.Broken(request, answer).ToList();
            if (broken.Count > 0)
            {
                return new Finding(requests[..(i + 1)], sent.ToImmutable(), answer?.Status ?? 0, string.Join("; ", broken));
            }

            if (counts)
            {
                Count(request, answer!);
            }
        }

        return null;
    }

    /// <summary>Leaves out what the finding does not need: halves first, single requests at last.</summary>
    public async Task<Finding> ShrinkAsync(Finding finding)
    {
        var tries = 0;
        for (var part = finding.Requests.Length / 2; part >= 1 && tries < MostTries; part /= 2)
        {
            for (var from = 0; from + part < finding.Requests.Length && tries < MostTries;)
            {
                tries++;
                var shorter = await RunAsync(finding.Requests.RemoveRange(from, part), counts: false);
                if (shorter is not null && shorter.Status == finding.Status && shorter.Requests[^1] == finding.Requests[^1])
                {
                    finding = shorter;
                }
                else
                {
                    from += part;
                }
            }
        }

        foreach (var simpler in Simpler(finding.Requests[^1]))
        {
            var last = simpler(finding.Requests[^1]);
            finding = await RunAsync(finding.Requests[..^1].Add(last), counts: false) is { } still && still.Status == finding.Status && still.Requests[^1] == last ? still : finding;
        }

        return finding;
    }

    /// <summary>What a request may do without: each header, each part of its query, the pause before it.</summary>
    private static IEnumerable<Func<FuzzRequest, FuzzRequest>> Simpler(FuzzRequest request) =>
        request.Headers.Select(static header => (Func<FuzzRequest, FuzzRequest>)(it => it with { Headers = it.Headers.Remove(header) }))
            .Concat(request.Query.Select(static part => (Func<FuzzRequest, FuzzRequest>)(it => it with { Query = it.Query.Remove(part) })))
            .Append(static it => it with { Pause = TimeSpan.Zero });

    private void Count(FuzzRequest request, FuzzAnswer answer)
    {
        Statuses[answer.Status] = Statuses.GetValueOrDefault(answer.Status) + 1;
        if (answer.Template is not null && document.Find(request.Method, answer.Template) is { } operation)
        {
            Reached[operation].Note(request, answer.Status);
        }
    }
}
