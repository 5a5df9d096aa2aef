using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Sharding;
using Registry.Core.Time;

namespace Registry.Core.Resolution.Circuits;

/// <summary>
/// Takes in how calls went. What can't change anything is answered from memory; the rest is written, one commit an agent at a time and at a
/// bounded pace, with all that came meanwhile.
/// </summary>
internal sealed class OutcomeRecorder(PartitionContext context, RegistryShards shards)
{
    // A pace is kept until its bucket is full again, 10 s at the most: agents that were quiet for longer are forgotten beyond this number.
    private const int LinesKept = 1024;

    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutcomeLine> _lines = new(StringComparer.Ordinal);

    /// <summary>The agent as it is after the outcome. Refusals: NotFound, RateLimited, StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<Agent>> ReportAsync(string id, CallOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        if (!await shards.OpenAsync())
        {
            return Refusals.StorageUnavailable;
        }

        var shard = shards.Of(id);
        if (!await shard.EnsureAsync(Freshness.Bounded, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        if (shard.Find(id) is not { } agent || !ChangesNothing(agent, outcome) || IsWaitedFor(id))
        {
            var written = await WriteAsync(shard, id, outcome, caller, cancellationToken);
            if (!written.Is(out var after, out var refusal))
            {
                return refusal;
            }

            agent = after;
        }

        if (outcome is { Success: true, LatencyMs: { } latency })
        {
            context.Providers.Latencies.Report(agent, latency);
            if (shard.Find(id) is null)
            {
                // It went meanwhile: nobody would forget it later.
                context.Providers.Latencies.Forget(id);
            }
        }

        return agent;
    }

    /// <summary>
    /// Whether the outcome is of no consequence for the circuit as it is known here, at most MaxStaleness old, and no other instance can have
    /// given out a trial meanwhile that it might be of.
    /// </summary>
    private bool ChangesNothing(Agent agent, CallOutcome outcome)
    {
        if (outcome.TrialId is not null)
        {
            return false;
        }

        var breaker = new CircuitBreaker(agent.Registration.CircuitBreaker);
        var circuit = agent.Circuit;
        return circuit.State switch
        {
            CircuitState.Closed => outcome.Success && circuit.FailureCount == 0 && breaker.RecoveryMs > 2 * context.Options.MaxStaleness.TotalMilliseconds,
            CircuitState.Open => context.TryNow(out var now) && breaker.IsWaiting(circuit, now),
            _ => false,
        };
    }

    private bool IsWaitedFor(string id)
    {
        lock (_gate)
        {
            return _lines.TryGetValue(id, out var line) && line.IsRunning;
        }
    }

    private async Task<Outcome<Agent>> WriteAsync(AgentShard shard, string id, CallOutcome outcome, Caller caller, CancellationToken cancellationToken)
    {
        Task<Outcome<Agent>> answer;
        OutcomeLine? line;
        var start = false;
        lock (_gate)
        {
            if (!_lines.TryGetValue(id, out line))
            {
                Forget();
                _lines.Add(id, line = new OutcomeLine());
            }

            if (line.IsFull)
            {
                return TooMany(id);
            }

            answer = line.Add(outcome, caller);
            if (!line.IsRunning)
            {
                line.IsRunning = start = true;
            }
        }

        if (start)
        {
            Detached.Start(() => RunAsync(shard, id, line));
        }

        // It is written also when its caller is gone.
        return await Waiting.CompletesWithinAsync(answer, AnswerWait, context.Time, cancellationToken) ? await answer : Refusals.OutcomeUnknown;
    }

    private async Task RunAsync(AgentShard shard, string id, OutcomeLine line)
    {
        while (true)
        {
            TimeSpan pause;
            lock (_gate)
            {
                if (line.IsEmpty)
                {
                    line.IsRunning = false;
                    return;
                }

                pause = line.Pace.Wait(Now());
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, context.Time);
            }

            IReadOnlyList<(CallOutcome Outcome, Caller Caller)> outcomes;
            TaskCompletionSource<Outcome<Agent>> answer;
            lock (_gate)
            {
                (outcomes, answer) = line.Take();
            }

            try
            {
                var written = await shard.Commands.ExecuteAsync(new OutcomeCommand(id, outcomes), null, CancellationToken.None);
                if (!written.Is(out var result, out var refusal))
                {
                    answer.SetResult(refusal);
                    continue;
                }

                lock (_gate)
                {
                    if (result.Changed)
                    {
                        line.Pace.Wrote(Now());
                    }
                }

                answer.SetResult(result.Agent);
            }
            catch (Exception exception) // Goes to everyone who reported.
            {
                answer.SetException(exception);
            }
        }
    }

    private void Forget()
    {
        if (_lines.Count < LinesKept)
        {
            return;
        }

        var now = Now();
        foreach (var (id, line) in _lines)
        {
            if (!line.IsRunning && line.Pace.IsFull(now))
            {
                _lines.Remove(id);
            }
        }
    }

    private long Now() => (long)context.Time.GetElapsedTime(0).TotalMilliseconds;

    private static Refusal TooMany(string id) => new(RefusalCode.RateLimited, "Too many outcomes of this agent wait to be written.")
    {
        AgentId = id,
        RetryAfter = TimeSpan.FromSeconds(1),
    };
}
