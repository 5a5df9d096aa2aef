namespace Registry.Core.Events;

/// <summary>Events and where they end.</summary>
/// <param name="Events">In the order of their partitions; across partitions by time.</param>
/// <param name="Cursor">After them, and after what the filter left out.</param>
public sealed record EventBatch(IReadOnlyList<RegistryEvent> Events, EventCursor Cursor);
