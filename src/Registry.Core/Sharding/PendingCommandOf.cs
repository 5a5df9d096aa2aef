namespace Registry.Core.Sharding;

/// <inheritdoc/>
internal sealed class PendingCommand<TEntity, TView, TResult>(ICommand<TEntity, TView, TResult> command, string mutationId, long arrival)
    : PendingCommand<TEntity, TView>(mutationId, arrival)
    where TEntity : class
    where TView : IPartitionView<TEntity>
{
    private readonly TaskCompletionSource<Outcome<TResult>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Decision<TEntity, TResult> _decision;

    public Task<Outcome<TResult>> Task => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override void Decide(TView view, DecisionContext context)
    {
        _decision = command.Decide(view, context);
        Changes = _decision.Changes;
    }

    public override void Answer() => _answer.TrySetResult(_decision.Refusal is { } refusal ? refusal : _decision.Result!);

    public override void Refuse(Refusal refusal) => _answer.TrySetResult(refusal);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
