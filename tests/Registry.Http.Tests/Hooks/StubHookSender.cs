using System.Collections.Concurrent;
using System.Text.Json;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;

namespace Registry.Http.Tests.Hooks;

/// <summary>Answers 204, or what the test says of a URL.</summary>
internal sealed class StubHookSender : IHookSender
{
    public ConcurrentDictionary<string, HookAnswer> Answers { get; } = new();

    /// <summary>Hook and agent of each call, in order.</summary>
    public ConcurrentQueue<(string Hook, string AgentId, string Lifecycle)> Calls { get; } = new();

    public Task<HookAnswer> SendAsync(string url, ReadOnlyMemory<byte> json, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var body = JsonElement.Parse(json.Span);
        Calls.Enqueue((
            body.GetProperty("hook").GetString()!,
            body.GetProperty("agent_id").GetString()!,
            body.GetProperty("agent").GetProperty("lifecycle").GetString()!));
        return Task.FromResult(Answers.TryGetValue(url, out var answer) ? answer : new HookAnswer(ProbeError.None, 204, null));
    }
}
