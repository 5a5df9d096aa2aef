using Registry.Core.Agents;
using Registry.Core.Dependencies.Commands;
using Registry.Core.Lifecycles;
using Registry.Core.Lifecycles.Commands;
using Registry.Core.Sharding;
using Registry.Core.Tests.Agents;
using Registry.Core.Time;

namespace Registry.Core.Tests.Lifecycles;

/// <summary>A graph that is ahead of what is known of the shards: not to find an agent says nothing of one that registered later.</summary>
public sealed class StaleShardTests
{
    private const long Known = 7;
    private const long ChangedAt = 900_000;
    private static readonly Caller Operator = new("operator", CallerRole.Operator);

    private readonly Dictionary<string, Agent> _agents = new(StringComparer.Ordinal);
    private readonly GraphState _state;
    private long _seq;

    public StaleShardTests() => _state = new GraphState(id => _agents.GetValueOrDefault(id), static _ => Known, static _ => { });

    [Theory]
    [InlineData(Known, false)]
    [InlineData(Known + 1, true)]
    public void Add_ClosingACycleOverAnAgentThatIsNotFound_IsRefusedUnlessItIsGone(long epoch, bool isRefused)
    {
        Register("a", 1);
        Node("b", epoch, Lifecycle.Registered, "a");

        var decided = Decide(new AddDependencyCommand("a", "b", Operator));

        Assert.Equal(isRefused ? RefusalCode.DependencyCycle : null, decided.Refusal?.Code);
        Assert.Equal(isRefused ? [] : new[] { "b", "a" }, decided.Changes.Select(static change => change.EntityId));
    }

    [Theory]
    [InlineData(Known, false)]
    [InlineData(Known + 1, true)]
    public void Deactivate_UnderAnAgentThatIsNotFound_IsRefusedUnlessItIsGone(long epoch, bool isRefused)
    {
        Register("a", 1);
        Node("b", epoch, Lifecycle.Active, "a");

        var decided = Decide(new StepCommand("a", LifecycleStep.Deactivate, force: false, "", Operator, allowed: true));

        Assert.Equal(isRefused ? RefusalCode.HasActiveDependents : null, decided.Refusal?.Code);
    }

    [Fact]
    public void Deactivate_UnderOneThatIsBeingRegistered_IsRefused()
    {
        Register("a", 1);
        Node("b", 0, Lifecycle.Active, "a");

        Assert.Equal(
            RefusalCode.HasActiveDependents, Decide(new StepCommand("a", LifecycleStep.Deactivate, force: false, "", Operator, allowed: true)).Refusal?.Code);
    }

    [Fact]
    public void Deactivate_UnderOneWhoseRegistrationCameToNothing_IsDone()
    {
        Register("a", 1);
        Node("b", 0, Lifecycle.Active, "a");
        _state.AgentsRead(new StorageInstant(ChangedAt + GraphOverlay.PendingMs + 1, long.MaxValue));

        Assert.Null(Decide(new StepCommand("a", LifecycleStep.Deactivate, force: false, "", Operator, allowed: true)).Refusal);
    }

    [Fact]
    public void Command_OnAnAgentWithTheNodeOfAnEarlierRegistration_TakesItsPlace()
    {
        Register("a", 1);
        Node("a", 0, Lifecycle.Active, "b");
        _state.AgentsRead(new StorageInstant(ChangedAt + GraphOverlay.PendingMs + 1, long.MaxValue));

        Assert.Null(Decide(new FailCommand("a", "broke", Operator)).Refusal);
    }

    [Fact]
    public void Command_OnAnAgentWhoseNodeIsOfALaterRegistration_FindsNone()
    {
        Register("a", 1);
        Node("a", Known + 1, Lifecycle.Active, "b");

        Assert.Equal(RefusalCode.NotFound, Decide(new AddDependencyCommand("a", "c", Operator)).Refusal?.Code);
    }

    [Fact]
    public void Command_WhileTheIdIsBeingRegistered_LeavesThatAlone()
    {
        Register("a", 1);
        Node("a", 0, Lifecycle.Active, "b");

        Assert.Equal(RefusalCode.Conflict, Decide(new AddDependencyCommand("a", "c", Operator)).Refusal?.Code);
        Assert.Equal(RefusalCode.Conflict, Decide(new FailCommand("a", "broke", Operator)).Refusal?.Code);
    }

    [Theory]
    [InlineData(Known, false)]
    [InlineData(Known + 1, true)]
    public void Prepare_OfAnIdThatIsNotFound_LeavesTheNodeUnlessItsAgentIsGone(long epoch, bool isTaken)
    {
        Node("a", epoch, Lifecycle.Active, "b");

        var decided = Decide(new PrepareCommand("a", "m-new", Read.Registration("""{"name":"n","type":"t","host":"h","port":1}"""), ["c"], Operator));

        Assert.Equal(isTaken ? [] : new[] { "a", "a" }, decided.Changes.Select(static change => change.EntityId));
    }

    [Fact]
    public void FirstChange_OfANodeThatARegistrationMade_SaysWhichThatWas()
    {
        Register("a", 5);
        Node("a", 0, Lifecycle.Active, "b", "m-a");

        var change = Assert.Single(Decide(new RemoveDependencyCommand("a", "b", Operator)).Changes);

        Assert.Equal((5, false), (change.After!.Epoch, change.After.IsPending));
    }

    private void Register(string id, long epoch) =>
        _agents[id] = Read.Agent("""{"name":"n","type":"t","host":"h","port":1}""", id) with { Epoch = epoch, MutationId = "m-" + id, Lifecycle = Lifecycle.Active };

    /// <summary>A node of whichever registration; of epoch 0: of one that is being made.</summary>
    private void Node(string id, long epoch, Lifecycle lifecycle, string dependency, string mutationId = "m-other")
    {
        var node = new GraphNode
        {
            Id = id,
            MutationId = mutationId,
            Epoch = epoch,
            IsPending = epoch == 0,
            Lifecycle = lifecycle,
            Dependencies = [dependency],
            ChangedAt = ChangedAt,
            Seq = ++_seq,
        };
        _state.Apply(new Change<GraphNode>(_seq, ChangeTypes.DependencyAdded, id, node) { MutationId = mutationId });
    }

    private Decision<GraphNode, T> Decide<T>(ICommand<GraphNode, GraphOverlay, T> command) =>
        command.Decide(_state.Overlay(_seq + 1), new DecisionContext(new StorageInstant(1_000_000, 1_000_000), 0, "mutation"));
}
