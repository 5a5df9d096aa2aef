namespace Registry.Core.Events;

/// <summary>A change, or a refusal: one of the two.</summary>
public readonly record struct AuditItem
{
    public AuditItem(RegistryEvent change) => Change = change;

    public AuditItem(RefusedRequest refusal) => Refusal = refusal;

    public RegistryEvent? Change { get; }

    public RefusedRequest? Refusal { get; }

    /// <summary>Unix milliseconds.</summary>
    public long Time => Change?.Time ?? Refusal!.Time;
}
