using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Health.Probing;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Registry.Core.Tests.Agents;
using Registry.Core.Time;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Health.Probing;

/// <summary>Registries on one in-memory table and one manual clock, with a prober that says what the test says.</summary>
internal sealed class ProbeBed
{
    private readonly StorageClock _clock;
    private readonly RegistryOptions _options;

    public ProbeBed(RegistryOptions? options = null)
    {
        _options = options ?? new RegistryOptions();
        _clock = new StorageClock(Time);
        Table = new InMemoryTable(Time, _clock);
        Registry = NewRegistry();
    }

    public static Caller Owner { get; } = new("owner", CallerRole.Agent);

    public ManualTimeProvider Time { get; } = new();

    public InMemoryTable Table { get; }

    public FakeProber Prober { get; } = new();

    public AgentRegistry Registry { get; }

    /// <summary>Another instance.</summary>
    public AgentRegistry NewRegistry() => new(Table, _clock, Time, Entropy.System, _options, prober: Prober);

    /// <summary>Runs a test.</summary>
    public void Run(Func<Task> test) => new EventLoop(Time).Run(test);

    public static async Task<T> DoAsync<T>(Task<Outcome<T>> task)
    {
        var outcome = await task;
        Assert.True(outcome.Is(out var value, out var refusal), refusal?.Detail);
        return value;
    }

    public Task RegisterAsync(string id, params (string Name, string Value)[] members)
    {
        var input = Read.Good(Read.With(
            """{"type":"t","kind":"service","endpoint":"http://svc.example.com:8080/"}""", [("id", $"\"{id}\""), ("name", $"\"{id}\""), .. members]));
        return DoAsync(Registry.RegisterAsync(input.ToRequest(trustWaived: true), Owner, CancellationToken.None));
    }

    public Task<Agent> PatchAsync(string id, string patch) =>
        DoAsync(Registry.PatchAsync(id, Read.Raw(patch), Precondition.None, Owner, CancellationToken.None));

    public Task<AgentHealth> ProbeAsync(string id) => DoAsync(Registry.ProbeAsync(id, Owner, CancellationToken.None));

    public Task<ProbeReport> ProbeDueAsync() => DoAsync(Registry.ProbeDueAsync(TimeSpan.Zero, CancellationToken.None));

    public async Task<Agent> FindAsync(string id) =>
        (await DoAsync(Registry.GetAsync(id, Freshness.Latest, CancellationToken.None).AsTask())).View.Agent;

    /// <summary>Old, new and reason of every change of an agent's status in the log.</summary>
    public async Task<List<string>> TransitionsAsync(string id)
    {
        var transitions = new List<string>();
        for (var shard = 0; shard < _options.Shards; shard++)
        {
            var page = await Table.QueryAsync(TableRange.Prefix($"s{shard}", RowKeys.ChangePrefix), null, CancellationToken.None);
            transitions.AddRange(
                from row in page.Value!.Entities
                where row.Text(Columns.Change) == ChangeTypes.StatusChanged && row.Text(Columns.Entity) == id
                select $"{row.Text(Columns.Old)} {row.Text(Columns.New)}: {row.Text(Columns.Reason)}");
        }

        return transitions;
    }
}
