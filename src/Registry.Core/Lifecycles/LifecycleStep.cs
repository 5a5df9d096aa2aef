namespace Registry.Core.Lifecycles;

/// <summary>What moves an agent's lifecycle.</summary>
public enum LifecycleStep
{
    /// <summary>What was discovered is registered.</summary>
    Register,
    Activate,
    Deactivate,

    /// <summary>Something went wrong with it.</summary>
    Fail,

    /// <summary>Its errors are cleared.</summary>
    Clear,
}
