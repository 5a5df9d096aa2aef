using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Jobs;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Jobs;

/// <summary>A job whose lease met a fault of storage runs again in the same process.</summary>
public sealed class JobLeaseTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FaultyTable _table;
    private readonly JobLease _lease;

    public JobLeaseTests()
    {
        var clock = new StorageClock(_time);
        _table = new FaultyTable(new InMemoryTable(_time, clock));
        _lease = new JobLease(new PartitionContext(_table, clock, _time, Entropy.System, new RegistryOptions(), NullLogger.Instance), "sweep");
    }

    [Fact]
    public void Acquire_AfterAReadThatThrew_IsHeld() => Run(async () =>
    {
        _table.BadReads = 1;
        await Assert.ThrowsAsync<TableRequestException>(AcquireAsync);

        Assert.Equal(LeaseAnswer.Held, await AcquireAsync());
    });

    [Fact]
    public void Acquire_AfterAWriteThatThrew_IsHeld() => Run(async () =>
    {
        _table.BadWrites = 1;
        await Assert.ThrowsAsync<TableRequestException>(AcquireAsync);

        Assert.Equal(LeaseAnswer.Held, await AcquireAsync());
    });

    [Fact]
    public void Acquire_AfterAReleaseThatThrew_IsHeldAndNotTwice() => Run(async () =>
    {
        Assert.Equal(LeaseAnswer.Held, await AcquireAsync());
        _table.BadWrites = 1;
        await Assert.ThrowsAsync<TableRequestException>(() => _lease.ReleaseAsync(null));

        Assert.Equal(LeaseAnswer.Held, await AcquireAsync());
        Assert.Equal(LeaseAnswer.Busy, await AcquireAsync());
    });

    private Task<LeaseAnswer> AcquireAsync() => _lease.AcquireAsync(TimeSpan.Zero, CancellationToken.None);

    private void Run(Func<Task> test) => new EventLoop(_time).Run(async () =>
    {
        await _table.CreateIfNotExistsAsync(CancellationToken.None);

        // Two answers tell the time.
        await _table.GetAsync(JobLease.Partition, "none", CancellationToken.None);
        await test();
    });
}
