using Registry.Core.Agents;

namespace Registry.Core.Resolution.Circuits;

/// <summary>The outcomes of one agent that wait to be written, in the order in which they came. Guarded by the recorder.</summary>
internal sealed class OutcomeLine
{
    /// <summary>Of those that wait: beyond it callers report faster than storage takes it in.</summary>
    public const int MaxWaiting = 10_000;

    private List<(CallOutcome Outcome, Caller Caller)> _outcomes = [];
    private TaskCompletionSource<Outcome<Agent>> _answer = NewAnswer();

    public OutcomePace Pace;

    public bool IsRunning { get; set; }

    public bool IsEmpty => _outcomes.Count == 0;

    public bool IsFull => _outcomes.Count >= MaxWaiting;

    /// <summary>Waits with the others; the answer is that of all of them together.</summary>
    public Task<Outcome<Agent>> Add(CallOutcome outcome, Caller caller)
    {
        _outcomes.Add((outcome, caller));
        return _answer.Task;
    }

    /// <summary>Takes all that wait, and whom to answer.</summary>
    public (IReadOnlyList<(CallOutcome Outcome, Caller Caller)> Outcomes, TaskCompletionSource<Outcome<Agent>> Answer) Take()
    {
        var taken = (_outcomes, _answer);
        _outcomes = [];
        _answer = NewAnswer();
        return taken;
    }

    private static TaskCompletionSource<Outcome<Agent>> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
