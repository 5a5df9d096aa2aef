namespace Registry.Core.Lifecycles.Hooks;

/// <summary>When a hook is called.</summary>
public enum HookPoint
{
    PreActivation,
    PostActivation,
    PreDeactivation,
    PostDeactivation,
}
