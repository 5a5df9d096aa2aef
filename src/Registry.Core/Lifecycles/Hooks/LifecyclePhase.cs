namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Transitions that hooks are called around.</summary>
public enum LifecyclePhase
{
    Activation,
    Deactivation,
}
