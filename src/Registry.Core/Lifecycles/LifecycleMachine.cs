using Registry.Core.Agents;

namespace Registry.Core.Lifecycles;

/// <summary>
/// The one state machine of an agent's lifecycle. What a step leads to, from each state; a dash is a refusal, = means that it is there already:
/// <code>
///              Register     Activate   Deactivate   Fail    Clear
/// discovered   registered   -          -            error   =
/// registered   =            active     -            error   =
/// active       =            =          inactive     error   =
/// inactive     =            active     =            error   =
/// error        -            -          -            =       inactive if it was ever active, else registered
/// </code>
/// Whether dependencies or dependents forbid a step is not decided here.
/// </summary>
public static class LifecycleMachine
{
    /// <summary>The state after a step; null where the step is refused.</summary>
    public static Lifecycle? After(Lifecycle from, LifecycleStep step, bool everActive) => (from, step) switch
    {
        (_, LifecycleStep.Fail) => Lifecycle.Error,
        (Lifecycle.Error, LifecycleStep.Clear) => everActive ? Lifecycle.Inactive : Lifecycle.Registered,
        (_, LifecycleStep.Clear) => from,
        (Lifecycle.Error, _) => null,
        (Lifecycle.Discovered, LifecycleStep.Register) => Lifecycle.Registered,
        (_, LifecycleStep.Register) => from,
        (Lifecycle.Discovered, _) => null,
        (_, LifecycleStep.Activate) => Lifecycle.Active,
        (Lifecycle.Active or Lifecycle.Inactive, LifecycleStep.Deactivate) => Lifecycle.Inactive,
        _ => null,
    };

    /// <summary>Why a step is refused, for a person.</summary>
    public static string Explain(Lifecycle from, LifecycleStep step) => (from, step) switch
    {
        (Lifecycle.Error, _) => "The agent is in error: clear its errors first.",
        (Lifecycle.Discovered, _) => "The agent is only discovered: register it with PUT first.",
        _ => "The agent was never activated: only an active agent can be deactivated.",
    };
}
