namespace Registry.Core.Agents.Documents;

/// <summary>
/// Room in an agent for its rendering. A copy made by <c>with</c> takes it along, so it says whose rendering it is. It is no
/// part of what makes two agents equal.
/// </summary>
internal readonly struct RenderedAgent(Agent owner, byte[] prefix) : IEquatable<RenderedAgent>
{
    private readonly Holder? _holder = new(owner, prefix);

    public byte[]? For(Agent agent) => _holder is { } holder && ReferenceEquals(holder.Owner, agent) ? holder.Prefix : null;

    public bool Equals(RenderedAgent other) => true;

    public override bool Equals(object? obj) => obj is RenderedAgent;

    public override int GetHashCode() => 0;

    // One reference, so that threads see both or neither.
    private sealed record Holder(Agent Owner, byte[] Prefix);
}
