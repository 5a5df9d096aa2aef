using Registry.Core.Sharding;
using Xunit.Abstractions;

namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>The whole simulation finds what safeguards prevent: without one of them the named promise is broken, in the named seed.</summary>
public sealed class WholeSafeguardTests(ITestOutputHelper output)
{
    // As for SafeguardTests: seeds shift, and one of the next then fails instead.
    private const int Tries = 300;

    [Theory]
    [InlineData(nameof(Safeguard.FreshNotFound), 1, Promises.Found)]
    [InlineData(nameof(Safeguard.AnswerAfterFlush), 1, Promises.Survives)]
    [InlineData(nameof(Safeguard.OwnContention), 32, Promises.Serializable)]
    [InlineData(nameof(Safeguard.OwnContention), 19, Promises.GraphAnswers)]
    [InlineData(nameof(Safeguard.FreshRefusal), 10, Promises.GraphAnswers)]
    [InlineData(nameof(Safeguard.CursorAhead), 1, Promises.Feed)]
    [InlineData(nameof(Safeguard.StorageTime), 3, Promises.Renews)]
    [InlineData(nameof(Safeguard.StorageTime), 6, Promises.Seen)]
    [InlineData(nameof(Safeguard.OneTrial), 1, Promises.Circuits)]
    [InlineData(nameof(Safeguard.CursorAfterDelivery), 5, Promises.Delivered)]
    [InlineData(nameof(Safeguard.HeldBehind), 5, Promises.Ordered)]
    public void Run_WithoutSafeguard_BreaksPromise(string safeguard, ulong seed, string promise)
    {
        var without = Enum.Parse<Safeguard>(safeguard);
        for (var tried = seed; tried < seed + Tries; tried++)
        {
            var report = SimulationRunner.Run(tried, WholeSimulation.Execute, without);
            if (report.Violations.FirstOrDefault(violation => violation.StartsWith($"[{promise}]", StringComparison.Ordinal)) is { } broken)
            {
                output.WriteLine($"{safeguard}: seed {tried}: {broken}");
                return;
            }
        }

        Assert.Fail($"No seed from {seed} on breaks this without {safeguard}: {promise}");
    }
}
