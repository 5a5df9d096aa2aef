using Microsoft.Extensions.Logging.Abstractions;
using Registry.Core.Health.Probing;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Health.Probing;

public sealed class ProbeStoreTests
{
    private const string Partition = "s0";

    private readonly ManualTimeProvider _time = new();
    private readonly StorageClock _clock;
    private readonly TableCounters _counters = new();
    private readonly InMemoryTable _table;

    public ProbeStoreTests()
    {
        _clock = new StorageClock(_time);
        _table = new InMemoryTable(_time, _clock, _counters);
    }

    [Fact]
    public void Flush_PageThatAnotherWrote_IsMergedBySlot() => Run(async () =>
    {
        var (one, other) = (Store(), Store());
        one.Vectors.Put(0, 7, Record(100, 1));
        other.Vectors.Put(1, 8, Record(100, 2));
        one.Vectors.Put(2, 9, Record(100, 3));
        other.Vectors.Put(2, 9, Record(200, 4));

        // Both insert; then each has an ETag that the other made old.
        Assert.True(await one.FlushAsync());
        Assert.True(await other.FlushAsync());
        one.Vectors.Put(0, 7, Record(300, 5));
        Assert.True(await one.FlushAsync());
        var read = Store();
        Assert.True(await read.ReadAsync());

        Assert.Equal(
            [5, 2, 4],
            new[] { read.Vectors.Find(0, 7), read.Vectors.Find(1, 8), read.Vectors.Find(2, 9) }.Select(record => record!.Failures));
    });

    [Fact]
    public void Flush_ManyAtOnce_ShareOneWrite() => Run(async () =>
    {
        var store = Store();
        for (var slot = 0; slot < 3 * ProbePage.Slots; slot++)
        {
            store.Vectors.Put(slot, 7, Record(100, 1));
        }

        var before = _counters.Snapshot.Transactions;
        foreach (var flush in Enumerable.Range(0, 1000).Select(_ => store.FlushAsync()).ToList())
        {
            Assert.True(await flush);
        }

        Assert.InRange(_counters.Snapshot.Transactions - before, 1, 2);
        Assert.True(await store.FlushAsync());
        Assert.InRange(_counters.Snapshot.Transactions - before, 1, 2);
    });

    [Fact]
    public void Read_NothingChanged_ReadsNoPage() => Run(async () =>
    {
        var (writer, reader) = (Store(), Store());
        writer.Vectors.Put(0, 7, Record(100, 1));
        await writer.FlushAsync();
        await reader.ReadAsync();
        var before = _counters.Snapshot.Gets;

        Assert.True(await reader.ReadAsync());
        Assert.Equal(before, _counters.Snapshot.Gets);
        Assert.Empty(reader.Vectors.TakeDirty(10));
    });

    [Fact]
    public void Read_EntryOfAClockGoneWrong_IsIgnored() => Run(async () =>
    {
        var (writer, reader) = (Store(), Store());
        writer.Vectors.Put(0, 7, Record(60_000, 1));
        writer.Vectors.Put(1, 7, Record(100, 1));
        await writer.FlushAsync();
        await reader.ReadAsync();

        Assert.Null(reader.Vectors.Find(0, 7));
        Assert.NotNull(reader.Vectors.Find(1, 7));
    });

    [Fact]
    public void Page_Stored_IsThreeQuartersOfAProperty() => Run(async () =>
    {
        var store = Store();
        store.Vectors.Put(ProbePage.Slots + 5, 7, Record(100, 1));
        await store.FlushAsync();

        var row = (await _table.GetAsync(Partition, "v_pr_0001", CancellationToken.None)).Value;
        Assert.Equal(TableLimits.PropertyBytes * 3 / 4, row!.Bytes(Columns.Entries).Length);
    });

    private void Run(Func<Task> test) => new EventLoop(_time).Run(async () =>
    {
        await _table.CreateIfNotExistsAsync(CancellationToken.None);
        await test();
    });

    private ProbeStore Store() => new(
        new PartitionContext(_table, _clock, _time, Entropy.System, new RegistryOptions(), NullLogger.Instance), Partition, () => _ => 0);

    private ProbeRecord Record(long afterMs, int failures) =>
        new() { CheckedAt = _time.GetUtcNow().ToUnixTimeMilliseconds() + afterMs, Failures = failures };
}
