using Microsoft.Extensions.Logging;
using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;
using Registry.Core.Health.Probing;
using Registry.Core.Sharding;

namespace Registry.Core.Lifecycles.Hooks;

/// <summary>
/// Calls the hooks around a transition: those in this process, then the registry's for the agent's type, then the agent's own. All URLs of one
/// transition are asked at once; any that does not answer 2xx within 5 s refuses it. What is asked before a transition may be asked again,
/// and the transition may still fail after it; what is told after one is told once at the most, in no particular order.
/// </summary>
public sealed partial class HookRunner
{
    /// <summary>For one call of one hook.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Calls before transitions at a time: a batch of 1,000 activations must not open 1,000 connections.
    private const int MaxCalls = 64;

    private readonly IReadOnlyList<ILifecycleHook> _inProcess;
    private readonly IHookSender _sender;
    private readonly ProbeSlots _slots = new(MaxCalls);
    private readonly PostHooks _post;
    private readonly PartitionContext _context;
    private readonly ILogger _logger;
    private readonly RegistryNotes _notes;
    private readonly HookMetrics _metrics;

    internal HookRunner(
        PartitionContext context,
        IHookSender sender,
        IReadOnlyList<ILifecycleHook> inProcess,
        HookCatalog registered,
        RegistryNotes notes)
    {
        _notes = notes;
        _context = context;
        _sender = sender;
        _inProcess = inProcess;
        Registered = registered;
        _logger = context.Logger;
        _metrics = new HookMetrics(context.Metrics);
        _post = new PostHooks(context.Logger, context.Time);
    }

    /// <summary>Those that operators set for all agents, or those of a type.</summary>
    public HookCatalog Registered { get; }

    /// <summary>Asks whether a transition may happen. Refusals: HookRefused, StorageUnavailable (which hooks there are is not known now).</summary>
    /// <param name="phase">Which transition.</param>
    /// <param name="agent">As it is before it.</param>
    /// <param name="cancellationToken">The caller left.</param>
    public async ValueTask<HookVerdict> BeforeAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken)
    {
        foreach (var hook in _inProcess)
        {
            if (await AskAsync(hook, phase, agent, cancellationToken) is { IsAllowed: false } veto)
            {
                return veto;
            }
        }

        var point = HookPoints.Before(phase);
        if (!(await UrlsAsync(point, agent, cancellationToken)).Is(out var urls, out var refusal))
        {
            return new HookVerdict(refusal);
        }

        return urls.Count == 0 ? HookVerdict.Allowed : await AskAsync(point, urls, agent, cancellationToken);
    }

    /// <summary>Tells that a transition happened. Returns before anybody has heard of it; never fails.</summary>
    /// <param name="phase">Which transition.</param>
    /// <param name="agent">As it is after it.</param>
    /// <param name="cancellationToken">Not used for the calls: they outlive the request.</param>
    public async ValueTask AfterAsync(LifecyclePhase phase, Agent agent, CancellationToken cancellationToken)
    {
        foreach (var hook in _inProcess)
        {
            _post.TryAdd(() => TellAsync(hook, phase, agent));
        }

        var point = HookPoints.After(phase);
        if (!(await UrlsAsync(point, agent, CancellationToken.None)).Is(out var urls, out _))
        {
            LogUnknown(HookPoints.Words[point], agent.Id);
        }
        else if (urls.Count > 0)
        {
            var body = HookBody.Write(point, agent);
            foreach (var url in urls)
            {
                if (!_post.TryAdd(() => TellAsync(point, url, body, agent.Id)))
                {
                    var shown = EndpointSecrets.Redact(url);
                    _metrics.Dropped(point);
                    LogDropped(HookPoints.Words[point], shown, agent.Id);
                }
            }
        }
    }

    /// <summary>Whether all that was to be told was told within the limit. For the end of the process, and tests.</summary>
    internal Task<bool> IdleAsync(TimeSpan limit, CancellationToken cancellationToken) => _post.IdleAsync(limit, cancellationToken);

    private async ValueTask<Outcome<List<string>>> UrlsAsync(HookPoint point, Agent agent, CancellationToken cancellationToken)
    {
        if (!(await Registered.ListAsync(Freshness.Bounded, cancellationToken)).Is(out var registered, out var refusal))
        {
            return refusal;
        }

        var urls = new List<string>();
        foreach (var hook in registered)
        {
            if (hook.IsFor(point, agent.Registration.Type))
            {
                urls.Add(hook.Url);
            }
        }

        if (HookPoints.Url(point, agent.Registration.Hooks) is { } own)
        {
            urls.Add(own);
        }

        return urls;
    }

    private async Task<HookVerdict> AskAsync(HookPoint point, List<string> urls, Agent agent, CancellationToken cancellationToken)
    {
        var body = HookBody.Write(point, agent);
        var calls = new List<Task<HookAnswer>>(urls.Count);
        foreach (var url in urls)
        {
            calls.Add(CallAsync(point, url, body, cancellationToken));
        }

        var verdict = HookVerdict.Allowed;
        for (var i = 0; i < calls.Count; i++)
        {
            var answer = await calls[i];
            if (!answer.IsOk)
            {
                var (url, reason) = (EndpointSecrets.Redact(urls[i]), answer.Reason);
                LogRefused(HookPoints.Words[point], url, agent.Id, reason);
                verdict = verdict.IsAllowed ? HookVerdict.Veto(agent.Id, reason) : verdict;
            }
        }

        return verdict;
    }

    private async Task<HookAnswer> CallAsync(HookPoint point, string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await _slots.TakeAsync();
        try
        {
            return await SendAsync(point, url, body, cancellationToken);
        }
        finally
        {
            _slots.Return();
        }
    }

    private async Task<HookAnswer> SendAsync(HookPoint point, string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var start = _context.Time.GetTimestamp();
        var answer = await _sender.SendAsync(url, body, Timeout, cancellationToken);
        _metrics.Ended(point, answer, _context.Time.GetElapsedTime(start));
        return answer;
    }

    private async Task<HookVerdict> AskAsync(ILifecycleHook hook, LifecyclePhase phase, Agent agent, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Timeout, _context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = hook.BeforeAsync(phase, agent, either.Token).AsTask();
            return await Time.Waiting.CompletesWithinAsync(answer, Timeout, _context.Time, cancellationToken)
                ? await answer
                : HookVerdict.Veto(agent.Id, "no answer in time");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(failure, HookPoints.Words[HookPoints.Before(phase)], agent.Id);
            return HookVerdict.Veto(agent.Id, "the hook failed");
        }
    }

    private async Task TellAsync(ILifecycleHook hook, LifecyclePhase phase, Agent agent)
    {
        using var limit = new CancellationTokenSource(Timeout, _context.Time);
        try
        {
            await hook.AfterAsync(phase, agent, limit.Token);
        }
        catch (Exception failure)
        {
            LogFailed(failure, HookPoints.Words[HookPoints.After(phase)], agent.Id);
        }
    }

    private async Task TellAsync(HookPoint point, string url, ReadOnlyMemory<byte> body, string agentId)
    {
        var answer = await SendAsync(point, url, body, CancellationToken.None);
        if (!answer.IsOk)
        {
            var (shown, reason) = (EndpointSecrets.Redact(url), answer.Reason);
            LogNotTold(HookPoints.Words[point], shown, agentId, reason);
            await _notes.ErrorAsync(agentId, $"hook {HookPoints.Words[point]} {shown} was not told: {reason}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Hook {Hook} {Url} refused agent {AgentId}: {Reason}")]
    private partial void LogRefused(string hook, string url, string agentId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hook {Hook} {Url} was not told of agent {AgentId}: {Reason}")]
    private partial void LogNotTold(string hook, string url, string agentId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hook {Hook} {Url} was not told of agent {AgentId}: too many wait")]
    private partial void LogDropped(string hook, string url, string agentId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hooks {Hook} of the registry were not told of agent {AgentId}: storage does not say which there are")]
    private partial void LogUnknown(string hook, string agentId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Hook {Hook} in this process failed on agent {AgentId}")]
    private partial void LogFailed(Exception failure, string hook, string agentId);
}
