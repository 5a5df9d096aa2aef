using Registry.Core.Storage;

namespace Registry.Testing.Simulation;

/// <param name="Kind">What becomes of the call.</param>
/// <param name="Before">Ticks until storage executes it (where it does).</param>
/// <param name="After">Ticks from then until the answer arrives; for calls without one, from now until the process gives up.</param>
/// <param name="Status">With what it is refused.</param>
internal readonly record struct SimFate(SimFateKind Kind, long Before, long After, TableStatus Status = TableStatus.Ok)
{
    /// <summary>Ticks from its execution to the second one, where there is one.</summary>
    public long Again { get; init; }

    public bool IsAnswered => Kind is SimFateKind.Answered or SimFateKind.Repeated or SimFateKind.RepeatedBelow;

    public static SimFate Draw(FaultPlan plan, SimRandom random, bool write, bool conditional)
    {
        var before = Way(plan, random);
        var after = Way(plan, random);
        var patience = random.Between(TimeSpan.Zero, plan.TimeOut).Ticks;
        if (random.Chance(plan.Throttled))
        {
            return new SimFate(SimFateKind.Refused, before, after, TableStatus.Throttled);
        }

        if (random.Chance(plan.Unavailable))
        {
            return new SimFate(SimFateKind.Refused, 0, random.Chance(0.5) ? before : patience, TableStatus.Unavailable);
        }

        if (write && conditional && random.Chance(plan.SpuriousContention))
        {
            return new SimFate(SimFateKind.Refused, before, after, TableStatus.Contention);
        }

        if (write && random.Chance(plan.LostBefore))
        {
            return new SimFate(SimFateKind.LostBefore, before, patience);
        }

        if (write && random.Chance(plan.LostAfter))
        {
            return new SimFate(SimFateKind.LostAfter, before, Math.Max(before, patience));
        }

        if (write && random.Chance(plan.Late))
        {
            var answer = random.Chance(0.5) ? before : patience;
            return new SimFate(SimFateKind.Late, answer + random.Between(TimeSpan.Zero, plan.LateDelay).Ticks, answer);
        }

        if (before + after > plan.TimeOut.Ticks)
        {
            return new SimFate(SimFateKind.LostAfter, before, plan.TimeOut.Ticks);
        }

        if (write && random.Chance(plan.Repeated))
        {
            return new SimFate(SimFateKind.Repeated, before, after) { Again = before + random.Between(TimeSpan.Zero, plan.LateDelay).Ticks };
        }

        if (random.Chance(plan.RepeatedBelow))
        {
            var again = 1 + random.Between(TimeSpan.Zero, random.Chance(0.5) ? plan.Delay : plan.SlowDelay).Ticks;
            return before + again + after > plan.TimeOut.Ticks
                ? new SimFate(SimFateKind.Answered, before, after)
                : new SimFate(SimFateKind.RepeatedBelow, before, after) { Again = again };
        }

        return new SimFate(SimFateKind.Answered, before, after);
    }

    private static long Way(FaultPlan plan, SimRandom random) =>
        1 + random.Between(TimeSpan.Zero, random.Chance(plan.Slow) ? plan.SlowDelay : plan.Delay).Ticks;
}
