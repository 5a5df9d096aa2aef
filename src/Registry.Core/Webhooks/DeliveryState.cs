using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>How far a subscription's deliveries are, as it is kept. Immutable.</summary>
/// <param name="Cursor">Everything up to it is delivered, held, or a dead letter.</param>
internal sealed record DeliveryState(EventCursor Cursor)
{
    /// <summary>In the order in which those of one agent are to be delivered.</summary>
    public IReadOnlyList<HeldEvent> Held { get; init; } = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries { get; init; } = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters { get; init; } = [];

    /// <summary>The receiver asked to be left alone until then; Unix milliseconds.</summary>
    public long NotBefore { get; init; }

    /// <summary>Agents whose events failed since the last success.</summary>
    public IReadOnlyList<string> Failing { get; init; } = [];

    /// <summary>While the receiver fails: when something new is tried again, Unix milliseconds.</summary>
    public long ProbeAt { get; init; }

    /// <summary>As it is for another URL: nothing waits because of what the one before answered. When events are given up stays.</summary>
    public DeliveryState ForAnotherUrl() => this with { Held = [.. Held.Select(static held => held with { NextAt = 0 })], NotBefore = 0, Failing = [], ProbeAt = 0 };
}
