using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Core.Webhooks;
using Registry.Tables.InMemory;
using Registry.Testing;

namespace Registry.Core.Tests.Webhooks;

/// <summary>Registries on one in-memory table and one manual clock, with receivers that do what the test says.</summary>
internal sealed class WebhookBed
{
    public static readonly Caller Operator = new("operator", CallerRole.Operator);

    private readonly StorageClock _clock;
    private readonly RegistryOptions _options;

    public WebhookBed(bool verify = false, TimeSpan? retention = null, int shards = 2)
    {
        _options = new RegistryOptions { Shards = shards, Webhooks = new WebhookOptions { Verify = verify }, EventRetention = retention ?? TimeSpan.FromDays(7) };
        _clock = new StorageClock(Time);
        Table = new InMemoryTable(Time, _clock);
        Registry = NewRegistry(Table);
    }

    public ManualTimeProvider Time { get; } = new();

    public StorageClock Clock => _clock;

    public InMemoryTable Table { get; }

    public FakeSender Receiver { get; } = new();

    public AgentRegistry Registry { get; }

    /// <summary>Another instance.</summary>
    public AgentRegistry NewRegistry(ITable table, IWebhookSender? sender = null) =>
        new(table, _clock, Time, Entropy.System, _options, sender: sender ?? Receiver);

    /// <summary>Runs a test.</summary>
    public void Run(Func<Task> test) => new EventLoop(Time).Run(test);

    public static async Task<T> DoAsync<T>(Task<Outcome<T>> task)
    {
        var outcome = await task;
        Assert.True(outcome.Is(out var value, out var refusal), refusal?.Detail);
        return value;
    }

    public async Task<string> SubscribeAsync(string url = "https://receiver.example/", string? agentType = null, params string[] types) =>
        (await DoAsync(Registry.Webhooks.CreateAsync(
            new SubscriptionPatch { Url = url, Types = types.Length == 0 ? ["*"] : types, AgentType = agentType, Secret = "0123456789abcdef" },
            Operator,
            CancellationToken.None))).Id;

    public Task<Subscription> ChangeAsync(string id, SubscriptionPatch patch) => DoAsync(Registry.Webhooks.ChangeAsync(id, patch, Operator, CancellationToken.None));

    public Task<SubscriptionDetail> GetAsync(string id) => DoAsync(Registry.Webhooks.GetAsync(id, Freshness.Latest, CancellationToken.None));

    public async Task RegisterAsync(string id, AgentRegistry? registry = null, string type = "worker")
    {
        var registration = new Registration { Name = id, Type = type, Status = HealthStatus.Healthy, Host = "h", Port = 80, Endpoint = "http://h:80" };
        await DoAsync((registry ?? Registry).RegisterAsync(new RegisterRequest(id, registration), Operator, CancellationToken.None));
    }

    /// <summary>One change of an agent.</summary>
    public async Task TouchAsync(string id, AgentRegistry? registry = null) =>
        await DoAsync((registry ?? Registry).SetStatusAsync(id, (await DoAsync(Registry.GetAsync(id, Freshness.Latest, CancellationToken.None).AsTask())).View.Agent.Status
            == HealthStatus.Degraded ? HealthStatus.Healthy : HealthStatus.Degraded, Operator, CancellationToken.None));

    /// <summary>Lets time pass until something is so.</summary>
    public Task UntilAsync(Func<bool> condition, double hours = 1, string what = "") => UntilAsync(() => Task.FromResult(condition()), hours, what);

    /// <summary>The same of something that has to be asked for.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, double hours = 1, string what = "")
    {
        var started = Time.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Time.GetElapsedTime(started) < TimeSpan.FromHours(hours), $"Not so after {hours} hours. {what} Sent: {string.Join(' ', Receiver.Sent.TakeLast(20).Select(sent => sent.AgentId + " " + sent.Id))}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), Time);
        }
    }

    public Task WaitAsync(TimeSpan time) => Task.Delay(time, Time);

    /// <summary>What was delivered, the first time each, of one agent.</summary>
    public List<string> DeliveredOf(string agentId) => [.. Receiver.Delivered.Where(sent => sent.AgentId == agentId).Select(sent => sent.Id).Distinct()];

    public async Task<bool> HasRowAsync(string id) =>
        (await Table.GetAsync("config", "w_" + id, CancellationToken.None)).IsOk;
}
