using Registry.Core.Sharding;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation;

/// <summary>The simulation finds what the design's safeguards prevent: without one of them, the seed named for it fails.</summary>
public sealed class SafeguardTests(ITestOutputHelper output)
{
    // A change of the program shifts what a seed does: then one of the next fails, and its number belongs here.
    private const int Tries = 250;

    [Theory]
    [InlineData(nameof(Safeguard.MutationLookup), 1)]
    [InlineData(nameof(Safeguard.FreshRefusal), 1)]
    [InlineData(nameof(Safeguard.UnknownIsNotRefused), 1)]
    [InlineData(nameof(Safeguard.AnswerAfterFlush), 1)]
    [InlineData(nameof(Safeguard.TailReadAfterFlush), 1)]
    [InlineData(nameof(Safeguard.EpochInEntry), 1)]
    [InlineData(nameof(Safeguard.PageIfMatch), 1)]
    [InlineData(nameof(Safeguard.ReadAgainBeforeExpiry), 1)]
    [InlineData(nameof(Safeguard.MarkStillStands), 1)]
    [InlineData(nameof(Safeguard.Outages), 1)]
    [InlineData(nameof(Safeguard.StorageTime), 1)]
    [InlineData(nameof(Safeguard.ReplayOnColdStart), 1)]
    [InlineData(nameof(Safeguard.FreshNotFound), 1)]
    public void Run_WithoutSafeguard_BreaksPromise(string safeguard, ulong seed)
    {
        var without = Enum.Parse<Safeguard>(safeguard);
        for (var tried = seed; tried < seed + Tries; tried++)
        {
            var report = SimulationRunner.Run(tried, without);
            if (!report.IsGood)
            {
                output.WriteLine($"{safeguard}: seed {tried}: {report.Violations[0]}");
                return;
            }
        }

        Assert.Fail($"No seed from {seed} on fails without {safeguard}.");
    }
}
