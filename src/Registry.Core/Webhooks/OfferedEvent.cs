using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>An event after the cursor.</summary>
internal sealed class OfferedEvent(RegistryEvent happened)
{
    public RegistryEvent Event { get; } = happened;

    /// <summary>Delivered, held, or given up: the cursor may pass it.</summary>
    public bool IsDone { get; set; }
}
