namespace Registry.Core.Events;

/// <summary>One step through the logs.</summary>
/// <param name="Events">What the filter lets through.</param>
/// <param name="CaughtUp">Whether every partition was read up to its newest change.</param>
internal readonly record struct EventScan(List<RegistryEvent> Events, bool CaughtUp);
