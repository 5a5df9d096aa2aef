namespace Registry.Core.Health.Maintenance;

/// <summary>An operator took an agent out of service.</summary>
/// <param name="Reason">For people; 1 … 256 characters.</param>
/// <param name="Until">Unix milliseconds, storage time, when it ends by itself; null: when somebody ends it.</param>
public sealed record MaintenanceNote(string Reason, long? Until)
{
    public const int MaxReasonLength = 256;
}
