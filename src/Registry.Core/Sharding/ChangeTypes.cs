namespace Registry.Core.Sharding;

/// <summary>Types of change, named as the events that they become.</summary>
public static class ChangeTypes
{
    public const string Registered = "agent.registered";
    public const string Updated = "agent.updated";
    public const string Unregistered = "agent.unregistered";
    public const string Expired = "agent.expired";
    public const string StatusChanged = "agent.status.changed";
    public const string LifecycleChanged = "agent.lifecycle.changed";
    public const string DependencyAdded = "agent.dependency.added";
    public const string DependencyRemoved = "agent.dependency.removed";
    public const string Error = "agent.error";
    public const string CircuitChanged = "agent.circuit.changed";
    public const string RegistryError = "registry.error";
    public const string ProtectionChanged = "registry.protection.changed";
}
