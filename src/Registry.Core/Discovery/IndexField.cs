namespace Registry.Core.Discovery;

/// <summary>What agents are indexed by, where the values are free text.</summary>
public enum IndexField
{
    /// <summary>Compared without case.</summary>
    Type,
    Capability,
    Tag,
    Environment,
    SystemType,

    /// <summary><c>*</c> for agents that serve all handlers.</summary>
    Handler,
    Owner,

    /// <summary>Of those that have one.</summary>
    Path,
}
