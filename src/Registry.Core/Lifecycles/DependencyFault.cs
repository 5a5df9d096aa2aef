namespace Registry.Core.Lifecycles;

/// <summary>A dependency that is not active.</summary>
public readonly record struct DependencyFault(string Id, DependencyReason Reason)
{
    /// <summary>The fault as the component registry words it.</summary>
    public string Text => Reason switch
    {
        DependencyReason.Missing => $"Missing dependency: {Id}",
        DependencyReason.Error => $"Dependency in error: {Id}",
        _ => $"Dependency not active: {Id}",
    };
}
