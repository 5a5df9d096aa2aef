using System.Collections.Immutable;
using Registry.Core.Agents;
using Registry.Core.Lifecycles;
using Registry.Core.Sharding;
using Registry.Core.Tests.Agents;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation.Graph;

/// <summary>The checkers of the graph are shown histories that must not be, and say so.</summary>
public sealed class GraphCheckerTests
{
    private const string Component = """{"name":"n","type":"t","kind":"component"}""";

    private static readonly GraphMoment Start = new(
        0,
        new[] { "a", "b" }.ToImmutableDictionary(static id => id, static id => Read.Agent(Component, id)),
        ImmutableDictionary<string, GraphNode>.Empty);

    [Fact]
    public void Promises_Cycle_IsNamed()
    {
        var (first, second) = (Node("a", Lifecycle.Inactive, "b"), Node("b", Lifecycle.Inactive, "a"));
        var line = Line(Start, (ChangeTypes.DependencyAdded, first, null, "b"), (ChangeTypes.DependencyAdded, second, null, "a"));

        Assert.Contains("a cycle through", Assert.Single(GraphPromises.Check([], line)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Lifecycle.Active, "")]
    [InlineData(Lifecycle.Inactive, "active on b")]
    [InlineData(Lifecycle.Error, "active on b")]
    public void Promises_ActivatedOnWhatIs_IsNamedUnlessActive(Lifecycle dependency, string expected)
    {
        var before = With(Start, Node("b", dependency), Node("a", Lifecycle.Inactive, "b"));
        var line = Line(before, (ChangeTypes.LifecycleChanged, Node("a", Lifecycle.Active, "b"), "inactive", "active"));

        AssertNames(GraphPromises.Check([Asked(GraphOperationKind.Activate, "a")], line), expected);
    }

    [Fact]
    public void Promises_EdgeOfAnActiveAgentToWhatIsNot_IsNamed()
    {
        var before = With(Start, Node("b", Lifecycle.Inactive), Node("a", Lifecycle.Active));
        var line = Line(before, (ChangeTypes.DependencyAdded, Node("a", Lifecycle.Active, "b"), null, "b"));

        AssertNames(GraphPromises.Check([Asked(GraphOperationKind.Add, "a", "b")], line), "active on b");
    }

    [Theory]
    [InlineData(GraphOperationKind.Force, "")]
    [InlineData(GraphOperationKind.Deactivate, "deactivated under a")]
    public void Promises_DeactivatedUnderAnActiveAgent_IsNamedUnlessForced(object kind, string expected)
    {
        var before = With(Start, Node("b", Lifecycle.Active), Node("a", Lifecycle.Active, "b"));
        var line = Line(before, (ChangeTypes.LifecycleChanged, Node("b", Lifecycle.Inactive), "active", "inactive"));

        AssertNames(GraphPromises.Check([Asked((GraphOperationKind)kind, "b")], line), expected);
    }

    [Fact]
    public void Answers_AcknowledgedAndNotInTheLog_AreNamed() =>
        AssertNames(GraphAnswers.Check([Asked(GraphOperationKind.Activate, "a")], Line(Start)), "not in the log between request and answer");

    [Fact]
    public void Answers_RefusedAndInTheLog_AreNamed()
    {
        var asked = Asked(GraphOperationKind.Add, "a", "b");
        asked.Refusal = new Refusal(RefusalCode.StorageUnavailable, "");
        var line = Line(Start, (ChangeTypes.DependencyAdded, Node("a", Lifecycle.Inactive, "b"), null, "b"));

        AssertNames(GraphAnswers.Check([asked], line), "refused, but it is in the log");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "right at no moment")]
    public void Answers_DependencyNotNamed_IsNamedUnlessItsRegistrationEnded(bool ended, string expected)
    {
        var before = With(Start, Node("b", Lifecycle.Inactive), Node("a", Lifecycle.Inactive, "gone"));
        before = before with { Agents = before.Agents.SetItem("gone", Read.Agent(Component, "gone")), At = TimeSpan.TicksPerSecond };
        var after = before with { Agents = before.Agents.Remove("gone"), At = 2 * TimeSpan.TicksPerSecond };
        var end = new GraphCommit(after.At, before, after, new Change<Agent>(1, ChangeTypes.Unregistered, "gone", null) { MutationId = "u" }, null);
        var last = With(ended ? after : before, Node("a", Lifecycle.Inactive, "gone", "b")) with { At = 3 * TimeSpan.TicksPerSecond };
        var asked = Asked(GraphOperationKind.Activate, "a");
        asked.Refusal = new Refusal(RefusalCode.DependenciesNotActive, "")
        {
            Graph = new GraphRefusal { Dependencies = [new DependencyFault("b", DependencyReason.Inactive)] },
        };
        var line = ended ? new GraphTimeline([before, after, last], [end]) : new GraphTimeline([before, last], []);

        AssertNames(GraphAnswers.Check([asked], line), expected);
    }

    [Fact]
    public void Reads_ValidatedAsItIsNot_AreNamed()
    {
        var world = new SimWorld(1, _ => FaultPlan.None);
        var instance = new RegistryInstance(world.CreateNode("i0"), new RegistryOptions { Shards = 1 }, TimeSpan.FromSeconds(5));
        world.Run(async () =>
        {
            var caller = new Caller("writer", CallerRole.Operator);
            var registered = await instance.Node.CallAsync(() =>
                instance.Registry.RegisterAsync(new RegisterRequest("a", Read.Registration(Component)), caller, CancellationToken.None));
            Assert.True(registered.Value.Is(out _, out _));

            var right = await instance.Node.CallAsync(() => GraphReads.ValidateAsync(instance.Registry, Start, ["a"]));
            var wrong = await instance.Node.CallAsync(() => GraphReads.ValidateAsync(instance.Registry, With(Start, Node("a", Lifecycle.Inactive, "b")), ["a"]));

            Assert.Empty(right.Value!);
            Assert.Contains("which should be", Assert.Single(wrong.Value!), StringComparison.Ordinal);
        });
    }

    private static GraphNode Node(string id, Lifecycle lifecycle, params string[] dependencies) =>
        new() { Id = id, MutationId = "m1", Lifecycle = lifecycle, Dependencies = dependencies };

    private static GraphMoment With(GraphMoment moment, params GraphNode[] nodes) =>
        moment with { Nodes = moment.Nodes.SetItems(nodes.Select(static node => KeyValuePair.Create(node.Id, node))) };

    /// <summary>Each at a second of its own, by the same request.</summary>
    private static GraphTimeline Line(GraphMoment start, params (string Type, GraphNode After, string? Old, string? New)[] changes)
    {
        var moments = new List<GraphMoment> { start };
        var commits = new List<GraphCommit>();
        foreach (var (type, after, old, @new) in changes)
        {
            var at = moments.Count * TimeSpan.TicksPerSecond;
            var change = new Change<GraphNode>(moments.Count, type, after.Id, after) { MutationId = "c", CorrelationId = "w-1", Old = old, New = @new };
            var next = With(moments[^1], after) with { At = at };
            commits.Add(new GraphCommit(at, moments[^1], next, null, change));
            moments.Add(next);
        }

        return new GraphTimeline(moments, commits);
    }

    private static GraphOperation Asked(GraphOperationKind kind, string id, string other = "") =>
        new() { Kind = kind, Id = id, Other = other, Correlation = "w-1", Answered = TimeSpan.TicksPerMinute, Changed = true };

    private static void AssertNames(IEnumerable<string> faults, string expected)
    {
        if (expected.Length == 0)
        {
            Assert.Empty(faults);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
        }
    }
}
