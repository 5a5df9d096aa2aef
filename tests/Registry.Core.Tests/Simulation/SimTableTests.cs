using Registry.Core.Storage;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

public sealed class SimTableTests
{
    private const string Partition = "p";

    [Fact]
    public void Write_LateAndItsProcessDies_Lands()
    {
        var world = new SimWorld(3, _ => FaultPlan.None with { Late = 1, LateDelay = TimeSpan.FromSeconds(5) });
        var node = world.CreateNode("a");
        world.Run(async () =>
        {
            var write = node.CallAsync(() => node.Table.WriteAsync(Partition, TableOperation.Insert(new TableEntity("row")), default));
            await Task.Delay(TimeSpan.FromMilliseconds(1), world.TrueTime);
            Assert.Equal(1, world.Storage.InFlight);
            node.Kill();
            Assert.False((await write).Arrived);

            await Task.Delay(TimeSpan.FromSeconds(20), world.TrueTime);

            Assert.True((await world.Storage.Inner.GetAsync(Partition, "row", default)).IsOk);
            Assert.Single(world.Storage.Journal);
        });
    }

    [Fact]
    public void Write_RepeatedLater_MeetsWhatIsThereThen()
    {
        var world = new SimWorld(3, _ => FaultPlan.None with { Repeated = 1, LateDelay = TimeSpan.FromSeconds(5) });
        var node = world.CreateNode("a");
        world.Run(async () =>
        {
            Task<SimReply<TableWrite>> WriteAsync(TableOperation operation) => node.CallAsync(() => node.Table.WriteAsync(Partition, operation, default));
            Assert.True((await WriteAsync(TableOperation.Insert(new TableEntity("once")))).Value.IsOk);
            Assert.True((await WriteAsync(TableOperation.ReplaceUnconditionally(new TableEntity("twice")))).Value.IsOk);
            await Task.Delay(TimeSpan.FromSeconds(10), world.TrueTime);

            Assert.Equal(["once", "twice", "twice"], world.Storage.Journal.Select(static entry => entry.Operations[0].Entity.RowKey));
            Assert.Equal(1, world.Storage.Faults[SimFault.WriteRepeated]);
            Assert.Equal(1, world.Storage.Faults[SimFault.WriteExecutedTwice]);
        });
    }

    [Fact]
    public void Write_RepeatedBelow_IsRefusedThoughItHappened()
    {
        var world = new SimWorld(3, _ => FaultPlan.None with { RepeatedBelow = 1 });
        var node = world.CreateNode("a");
        world.Run(async () =>
        {
            var reply = await node.CallAsync(() => node.Table.WriteAsync(Partition, TableOperation.Insert(new TableEntity("row")), default));

            Assert.Equal(TableStatus.Exists, reply.Value.Status);
            Assert.Single(world.Storage.Journal);
            Assert.Equal(1, world.Storage.Faults[SimFault.AnswerOfRepetition]);
        });
    }

    [Fact]
    public void Kill_BetweenACommitAndItsAnswer_IsCountedAsSuch()
    {
        var world = new SimWorld(3, _ => FaultPlan.None);
        var node = world.CreateNode("a");
        world.Run(async () =>
        {
            world.Storage.OnNextCommit((name, ticks) => world.Scheduler.Spawn(world.Service, () =>
            {
                Assert.True(ticks > 0 && world.Storage.IsCommitting(name));
                node.Kill();
                return Task.CompletedTask;
            }));
            var reply = await node.CallAsync(() => node.Table.SubmitAsync(Partition, [TableOperation.Insert(new TableEntity("head"))], default));

            Assert.False(reply.Arrived);
            Assert.Equal((1, 1), (world.Storage.Faults[SimFault.Killed], world.Storage.Faults[SimFault.KilledMidCommit]));
        });
    }

    [Fact]
    public void Write_StorageIsDown_ChangesNothing()
    {
        var world = new SimWorld(3, _ => FaultPlan.None);
        var node = world.CreateNode("a");
        world.Run(async () =>
        {
            world.Storage.GoDown(TimeSpan.FromMinutes(1));
            for (var i = 0; i < 20; i++)
            {
                var reply = await node.CallAsync(() => node.Table.WriteAsync(Partition, TableOperation.ReplaceUnconditionally(new TableEntity("row")), default));
                Assert.Contains(reply.Value.Status, new[] { TableStatus.Unavailable, TableStatus.OutcomeUnknown });
            }
        });
        Assert.Empty(world.Storage.Journal);
    }

    [Fact]
    public void Clock_WrongClocksAndDrift_BoundsTrueTime()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var world = new SimWorld(seed, _ => FaultPlan.None with { WallError = TimeSpan.FromDays(3), DriftPpm = 100, Slow = 0.1 });
            var node = world.CreateNode("a");
            var known = 0;
            world.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await node.CallAsync(() => node.Table.GetAsync(Partition, "row", default));
                    await Task.Delay(world.Random.Between(0, 20), world.TrueTime);
                    var truth = world.Scheduler.UtcNow.ToUnixTimeMilliseconds();
                    if (node.Clock.TryNow(out var now))
                    {
                        known++;
                        Assert.InRange(truth, now.Lower, now.Upper);
                    }
                }
            });
            Assert.True(known > 30);
        }
    }

    [Fact]
    public void Query_PagesCutShortAndEmpty_HaveEveryRowOnce()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var world = new SimWorld(seed, _ => FaultPlan.None with { ShortPage = 0.5, EmptyPage = 0.3 });
            var node = world.CreateNode("a");
            var keys = new List<string>();
            world.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await world.Storage.Inner.WriteAsync(Partition, TableOperation.Insert(new TableEntity($"row{i:D2}")), default);
                }

                string? continuation = null;
                do
                {
                    var page = await node.CallAsync(() => node.Table.QueryAsync(TableRange.Prefix(Partition, "row"), continuation, default));
                    keys.AddRange(page.Value.Value!.Entities.Select(entity => entity.RowKey));
                    continuation = page.Value.Value.Continuation;
                }
                while (continuation is not null);
            });
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"row{i:D2}"), keys);
        }
    }

    [Fact]
    public void Counter_EveryFault_CountsWhatIsCertainAndNoMoreThanWhatIsPossible()
    {
        var everCertain = 0L;
        var everUnknown = 0L;
        for (ulong seed = 0; seed < 100; seed++)
        {
            // A counter without ids of its own can't tell its own write from another's.
            var world = new SimWorld(seed, static random => FaultPlan.Draw(random) with { RepeatedBelow = 0 });
            var counters = Enumerable.Range(0, 3).Select(i => new CounterProgram(world.CreateNode($"n{i}"), Partition)).ToList();
            world.Run(async () =>
            {
                await world.Storage.Inner.WriteAsync(Partition, TableOperation.Insert(new TableEntity("counter").Set("N", 0)), default);
                counters.ForEach(counter => world.Scheduler.Spawn(counter.Node.Context, () => counter.RunAsync(20)));
                await Task.Delay(TimeSpan.FromSeconds(30), world.TrueTime);
                counters[0].Node.Kill();
                await Task.Delay(TimeSpan.FromMinutes(15), world.TrueTime);
            });

            var counted = Peek(world).Int64("N");
            var certain = counters.Sum(counter => counter.Certain);
            var unknown = counters.Sum(counter => counter.Unknown);
            Assert.InRange(counted, certain, certain + unknown + 1);
            Assert.Equal(counted, world.Storage.Journal.Count);
            everCertain += certain;
            everUnknown += unknown;
        }

        Assert.True(everCertain > 2000 && everUnknown > 50, $"{everCertain} certain, {everUnknown} unknown");
    }

    private static TableEntity Peek(SimWorld world)
    {
        var reading = world.Storage.Inner.GetAsync(Partition, "counter", default);
        return reading.GetAwaiter().GetResult().Value!;
    }
}
