using System.Collections.Concurrent;
using System.Text;
using Registry.Core.Health.Probing;
using Registry.Core.Lifecycles.Hooks;

namespace Registry.Core.Tests.Lifecycles.Hooks;

/// <summary>Answers as the test says, by URL; one without a word answers 204.</summary>
internal sealed class FakeSender : IHookSender
{
    private readonly ConcurrentDictionary<string, Func<Task<HookAnswer>>> _answers = new();

    public ConcurrentQueue<(string Url, string Body)> Calls { get; } = new();

    public void Answer(string url, int status, string? text = null) =>
        _answers[url] = () => Task.FromResult(new HookAnswer(ProbeError.None, status, text));

    public void Answer(string url, ProbeError error) => _answers[url] = () => Task.FromResult(new HookAnswer(error, 0, null));

    public void Answer(string url, Func<Task<HookAnswer>> answer) => _answers[url] = answer;

    public Task<HookAnswer> SendAsync(string url, ReadOnlyMemory<byte> json, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Assert.Equal(TimeSpan.FromSeconds(5), timeout);
        Calls.Enqueue((url, Encoding.UTF8.GetString(json.Span)));
        return _answers.TryGetValue(url, out var answer) ? answer() : Task.FromResult(new HookAnswer(ProbeError.None, 204, null));
    }
}
