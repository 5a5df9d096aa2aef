using Registry.Core.Sharding;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation;

/// <summary>The simulation finds what the design's safeguards prevent: without one of them, the seed named for it fails.</summary>
public sealed class SafeguardTests(ITestOutputHelper output)
{
    // Any change of the program shifts what a seed does. Then one of the next fails instead: the test names it, and it belongs here.
    private const int Tries = 1000;

    [Theory]
    [InlineData(nameof(Safeguard.MutationLookup), 19)]
    [InlineData(nameof(Safeguard.FreshRefusal), 8)]
    [InlineData(nameof(Safeguard.UnknownIsNotRefused), 1)]
    [InlineData(nameof(Safeguard.AnswerAfterFlush), 1)]
    [InlineData(nameof(Safeguard.TailReadAfterFlush), 3)]
    [InlineData(nameof(Safeguard.EpochInEntry), 444)]
    [InlineData(nameof(Safeguard.PageIfMatch), 143)]
    [InlineData(nameof(Safeguard.MarkBeforeRead), 328)]
    [InlineData(nameof(Safeguard.Outages), 58)]
    [InlineData(nameof(Safeguard.StorageTime), 3)]
    [InlineData(nameof(Safeguard.ReplayOnColdStart), 1)]
    [InlineData(nameof(Safeguard.FreshNotFound), 11)]
    [InlineData(nameof(Safeguard.OwnContention), 2)]
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
