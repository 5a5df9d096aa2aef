using Registry.Core.Agents;
using Registry.Core.Lifecycles;

namespace Registry.Core.Tests.Lifecycles;

public sealed class LifecycleMachineTests
{
    private static readonly Dictionary<(string From, LifecycleStep Step), string?> Table = new()
    {
        [("discovered", LifecycleStep.Register)] = "registered",
        [("discovered", LifecycleStep.Activate)] = null,
        [("discovered", LifecycleStep.Deactivate)] = null,
        [("discovered", LifecycleStep.Fail)] = "error",
        [("discovered", LifecycleStep.Clear)] = "discovered",
        [("registered", LifecycleStep.Register)] = "registered",
        [("registered", LifecycleStep.Activate)] = "active",
        [("registered", LifecycleStep.Deactivate)] = null,
        [("registered", LifecycleStep.Fail)] = "error",
        [("registered", LifecycleStep.Clear)] = "registered",
        [("active", LifecycleStep.Register)] = "active",
        [("active", LifecycleStep.Activate)] = "active",
        [("active", LifecycleStep.Deactivate)] = "inactive",
        [("active", LifecycleStep.Fail)] = "error",
        [("active", LifecycleStep.Clear)] = "active",
        [("inactive", LifecycleStep.Register)] = "inactive",
        [("inactive", LifecycleStep.Activate)] = "active",
        [("inactive", LifecycleStep.Deactivate)] = "inactive",
        [("inactive", LifecycleStep.Fail)] = "error",
        [("inactive", LifecycleStep.Clear)] = "inactive",
        [("error", LifecycleStep.Register)] = null,
        [("error", LifecycleStep.Activate)] = null,
        [("error", LifecycleStep.Deactivate)] = null,
        [("error", LifecycleStep.Fail)] = "error",
        [("error", LifecycleStep.Clear)] = "registered",
    };

    public static TheoryData<Lifecycle, LifecycleStep> Cells
    {
        get
        {
            var cells = new TheoryData<Lifecycle, LifecycleStep>();
            foreach (var from in Enum.GetValues<Lifecycle>())
            {
                foreach (var step in Enum.GetValues<LifecycleStep>())
                {
                    cells.Add(from, step);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void After_EveryStateAndStep_IsAsTheTableSays(Lifecycle from, LifecycleStep step)
    {
        var after = LifecycleMachine.After(from, step, everActive: false);

        Assert.Equal(Table[(AgentWords.Lifecycle[from], step)], after is { } next ? AgentWords.Lifecycle[next] : null);
        Assert.Equal(from == Lifecycle.Error && step == LifecycleStep.Clear ? Lifecycle.Inactive : after, LifecycleMachine.After(from, step, everActive: true));
        Assert.True(after is not null || LifecycleMachine.Explain(from, step).EndsWith('.'));
    }
}
