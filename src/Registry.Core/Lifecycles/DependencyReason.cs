namespace Registry.Core.Lifecycles;

/// <summary>Why a dependency does not carry an active dependent.</summary>
public enum DependencyReason
{
    /// <summary>Not registered, not yet or not any more.</summary>
    Missing,
    Error,

    /// <summary>Discovered, registered or inactive.</summary>
    Inactive,
}
