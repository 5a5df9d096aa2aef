using Registry.Core.Tests.Storage;
using Registry.Core.Usage;

namespace Registry.Core.Tests.Usage;

/// <summary>
/// Processes that count, write, fold, sit idle and are killed in random order over a table that loses answers and lands writes late, against what
/// they really did.
/// </summary>
public sealed class UsageRandomTests
{
    private const int Steps = 120;
    private static readonly SubmitFate[] Fates = [SubmitFate.Normal, SubmitFate.Normal, SubmitFate.Lost, SubmitFate.AnswerLost, SubmitFate.Late];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Count_WhateverHappens_IsNeverMoreThanWasUsedAndLosesOnlyWhatWasNotWritten(int seed)
    {
        var bed = new UsageBed();
        bed.Run(async () =>
        {
            var random = new Random(seed);
            var agents = Enumerable.Range(0, 3).Select(i => bed.Agent(i * 2000, 10 + i)).ToArray();
            var used = new long[agents.Length];
            var atRisk = new long[agents.Length];
            var processes = new List<(ShardUsage Usage, long[] Unwritten)> { (bed.NewProcess(), new long[agents.Length]) };
            for (var step = 0; step < Steps; step++)
            {
                var (usage, unwritten) = processes[random.Next(processes.Count)];
                var at = random.Next(agents.Length);
                switch (random.Next(10))
                {
                    case < 4:
                        var times = random.Next(1, 5);
                        UsageBed.Access(usage, agents[at], times);
                        used[at] += times;
                        unwritten[at] += times;
                        break;
                    case < 6:
                        bed.Table.Fates.Enqueue(Fates[random.Next(Fates.Length)]);
                        if (await usage.FlushAsync())
                        {
                            Array.Clear(unwritten);
                        }

                        bed.Table.Fates.Clear();
                        break;
                    case 6:
                        bed.Table.Fates.Enqueue(Fates[random.Next(Fates.Length)]);
                        await UsageBed.FoldAsync(usage);
                        bed.Table.Fates.Clear();
                        break;
                    case 7:
                        await bed.Table.LandAsync();
                        bed.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 12)));
                        break;
                    case 8 when processes.Count > 1:
                        // Killed: what it did not write is lost.
                        processes.RemoveAll(process => ReferenceEquals(process.Usage, usage));
                        Add(atRisk, unwritten);
                        break;
                    default:
                        processes.Add((bed.NewProcess(), new long[agents.Length]));
                        break;
                }

                for (var i = 0; step % 10 == 0 && i < agents.Length; i++)
                {
                    Assert.True(await bed.CountAsync(agents[i]) <= used[i], $"step {step}: {i} counts more than it was used");
                }
            }

            await bed.Table.LandAsync();
            foreach (var (usage, _) in processes)
            {
                Assert.True(await usage.FlushAsync());
            }

            for (var i = 0; i < agents.Length; i++)
            {
                Assert.InRange(await bed.CountAsync(agents[i]), used[i] - atRisk[i], used[i]);
            }

            foreach (var (usage, _) in processes)
            {
                Assert.True(await usage.Reader.ReadAsync());
                Assert.Equal(await bed.CountAsync(agents[0]), usage.Of(agents[0]).Count);
            }
        });
    }

    private static void Add(long[] to, long[] more)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += more[i];
        }
    }
}
