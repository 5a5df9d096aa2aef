using System.Globalization;
using Registry.Core.Agents;

namespace Registry.Core.Tests.Simulation;

/// <summary>A change as storage committed it. Times are virtual ticks.</summary>
/// <param name="At">When it was committed.</param>
/// <param name="SentAt">When its transaction was sent.</param>
/// <param name="Node">Who sent it.</param>
/// <param name="Partition">The shard.</param>
/// <param name="Seq">Its number there.</param>
/// <param name="Type">One of the change types.</param>
/// <param name="AgentId">Whose change it is.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="MutationId">The command's id.</param>
/// <param name="Before">The agent before it; null when it was not there.</param>
/// <param name="After">The agent after it; null when it is gone.</param>
internal sealed record LogChange(
    long At, long SentAt, string Node, string Partition, long Seq, string Type, string AgentId, string? Actor, string MutationId, Agent? Before, Agent? After)
{
    /// <summary>Whether it says that the lease lapsed.</summary>
    public bool IsMark => After is { LapseMark: not 0 } && After.LapseMark != Before?.LapseMark;

    public bool IsRegistration => After is not null && After.Epoch != Before?.Epoch;

    public override string ToString()
    {
        var agent = After ?? Before;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Partition}:{Seq} {Type} {AgentId} by {Actor} at {TimeSpan.FromTicks(At).TotalSeconds:F3} from {Node} "
            + $"(epoch {agent?.Epoch}, slot {agent?.Slot}, mark {After?.LapseMark})");
    }
}
