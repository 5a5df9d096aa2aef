using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;
using Registry.Core.Events;
using Registry.Core.Outbound;
using Registry.Core.Sharding;

namespace Registry.Core.Webhooks;

/// <summary>What operators can do with subscriptions, and the deliveries to them. Thread-safe. Every refusal is a value.</summary>
public sealed class WebhookService : IDisposable
{
    // Another operator may change the same subscription just now.
    private const int MaxAttempts = 3;

    // What is on its way gets this long before the process ends: hosts do not wait long, and it can be sent again.
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AbortWait = TimeSpan.FromSeconds(1);

    private readonly PartitionContext _context;
    private readonly WebhookContext _webhooks;
    private readonly WebhookDispatcher _dispatcher;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();

    internal WebhookService(PartitionContext context, RegistryShards shards, ConfigStore config, EventFeed feed, IWebhookSender? sender)
    {
        var options = context.Options;
        _context = context;
        sender ??= new NetworkWebhookSender(new OutboundConnector(options.Outbound, new DnsResolver(), context.Time), context.Time, options.Webhooks.Origin);
        _webhooks = new WebhookContext(context, shards, feed, new SubscriptionStore(config), sender) { Stopping = _stopping.Token, Aborting = _aborting.Token };
        _dispatcher = new WebhookDispatcher(_webhooks);
        context.Holds.FreeUpTo = new WebhookHold(_webhooks).FreeUpToAsync;
        _webhooks.Metrics.Watch(
            () => _dispatcher.Workers.Sum(static worker => worker.Row?.State.Held.Count ?? 0),
            () => _dispatcher.Workers.Sum(static worker => worker.Row?.State.DeadLetters.Count ?? 0));
    }

    private bool Verifies => _context.Options.Webhooks.Verify;

    /// <summary>Null where events may be pushed to a URL; else what is wrong with it, for the field's error.</summary>
    public string? CheckUrl(string url) => WebhookUrl.Check(url, _context.Options.Outbound.AllowPrivate, out _);

    /// <summary>Begins to deliver what this process learns of. A process that never does leaves it to the job of another.</summary>
    public void Start() => _dispatcher.Start();

    /// <summary>Delivers everything that is due, whoever committed it, and waits a while for it. False: storage does not say what is due.</summary>
    public Task<bool> DeliverDueAsync(CancellationToken cancellationToken) => _dispatcher.RunDueAsync(cancellationToken);

    /// <summary>Refusals: QuotaExceeded, StorageUnavailable, OutcomeUnknown.</summary>
    /// <param name="given">Checked; with URL and types.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async Task<Outcome<Subscription>> CreateAsync(SubscriptionPatch given, Caller caller, CancellationToken cancellationToken)
    {
        // Taken before the commit: what happens after the answer is delivered, whatever happens meanwhile may be.
        if (!(await _webhooks.Feed.StartAsync(EventFeed.Now, Freshness.Latest, cancellationToken)).Is(out var now, out var refusal))
        {
            return refusal;
        }

        var id = _context.Entropy.NextGuid().ToString();
        var document = SubscriptionDocument.Write(SubscriptionRules.Create(given, now.ToString(), Verifies));
        var secrets = SubscriptionSecrets.Of(given.Secret ?? "", given.Url!).Column();
        var outcome = await _webhooks.Subscriptions.ChangeAsync(
            id,
            (_, all, _) => all.Count(ConfigKinds.Subscription) < WebhookLimits.MaxSubscriptions
                ? ConfigDecision.Put(document, secrets)
                : new Refusal(RefusalCode.QuotaExceeded, $"There are {WebhookLimits.MaxSubscriptions} subscriptions already: no more are allowed."),
            caller,
            cancellationToken);
        return Answer(outcome);
    }

    /// <summary>All of them, the oldest first. Refusals: StorageUnavailable.</summary>
    public async Task<Outcome<IReadOnlyList<Subscription>>> ListAsync(Freshness freshness, CancellationToken cancellationToken)
    {
        if (!await _webhooks.Subscriptions.EnsureAsync(freshness, cancellationToken))
        {
            return Refusals.StorageUnavailable;
        }

        return _webhooks.Subscriptions.All.OrderBy(static subscription => subscription.CreatedAt).ToList();
    }

    /// <summary>One, with its deliveries. Costs one read of storage. Refusals: NotFound, StorageUnavailable.</summary>
    public async Task<Outcome<SubscriptionDetail>> GetAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, freshness, cancellationToken) is not { } found)
        {
            return Refusals.StorageUnavailable;
        }

        if (!found.Is(out var subscription, out var refusal))
        {
            return refusal;
        }

        var (known, row) = await _webhooks.Rows.ReadAsync(id);
        if (!known)
        {
            return Refusals.StorageUnavailable;
        }

        return new SubscriptionDetail(
            subscription,
            [.. (row?.State.Deliveries ?? []).Reverse()],
            [.. (row?.State.DeadLetters ?? []).Reverse()],
            row?.State.Held.Count ?? 0,
            subscription.Status == SubscriptionStatus.Unverified && row?.Verification is { } verification && verification.UrlNumber == subscription.UrlNumber
                ? verification
                : null);
    }

    /// <summary>Changes what is given. Refusals: NotFound, Conflict (somebody else changed it just now), StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<Subscription>> ChangeAsync(string id, SubscriptionPatch patch, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await _webhooks.Feed.StartAsync(EventFeed.Now, Freshness.Latest, cancellationToken)).Is(out var now, out var refusal))
        {
            return refusal;
        }

        for (var attempt = 1; ; attempt++)
        {
            if (_webhooks.Subscriptions.Find(id) is null)
            {
                return NotFound;
            }

            // Null is told apart from storage that does not answer by reading the entry anew.
            if (await _webhooks.Subscriptions.ReadSecretsAsync(id) is { } known)
            {
                var outcome = await _webhooks.Subscriptions.ChangeAsync(
                    id,
                    (current, _, _) => current is null ? NotFound : current.SecretSeq != known.Seq ? ChangedMeanwhile : Decide(current, known.Secrets, patch, now.ToString()),
                    caller,
                    cancellationToken);
                if (attempt == MaxAttempts || outcome.Is(out _, out refusal) || refusal.Code != RefusalCode.Conflict)
                {
                    return Answer(outcome);
                }
            }
            else if (attempt == MaxAttempts)
            {
                return Refusals.StorageUnavailable;
            }

            if (!await _webhooks.Subscriptions.EnsureAsync(Freshness.Latest, cancellationToken))
            {
                return Refusals.StorageUnavailable;
            }
        }
    }

    /// <summary>Ends one for good. Refusals: NotFound, StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<Subscription>> RemoveAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var outcome = await _webhooks.Subscriptions.ChangeAsync(id, (current, _, _) => current is null ? NotFound : ConfigDecision.Remove, caller, cancellationToken);
        if (!outcome.Is(out var written, out var refusal))
        {
            return refusal;
        }

        if (await _webhooks.Rows.ReadAsync(id) is (_, { } row))
        {
            // Whoever delivers just now may leave a row behind: the job finds it.
            await _webhooks.Rows.RemoveAsync(row);
        }

        return SubscriptionStore.Read(written.Before!);
    }

    /// <summary>Has the dead letters sent again, as many as there is room for; the value says how many. Refusals: NotFound, Conflict (it is paused or ended), StorageUnavailable.</summary>
    public async Task<Outcome<int>> RedeliverAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (!(await GetAsync(id, Freshness.Latest, cancellationToken)).Is(out var detail, out var refusal))
        {
            return refusal;
        }

        if (detail.Subscription.Status != SubscriptionStatus.Active)
        {
            return new Refusal(RefusalCode.Conflict, "Nothing is delivered to this subscription now: see its status.");
        }

        var count = Math.Min(detail.DeadLetters.Count(static dead => dead.IsEvent), WebhookLimits.MaxHeld - detail.Held);
        if (count <= 0)
        {
            return 0;
        }

        var outcome = await _webhooks.Subscriptions.ChangeAsync(
            id,
            (current, _, _) => current is null
                ? NotFound
                : ConfigDecision.Put(Rewrite(current, static before => before with { Redeliveries = before.Redeliveries + 1 })) with { Reason = "dead letters are sent again" },
            caller,
            cancellationToken);
        return Answer(outcome).Is(out _, out refusal) ? count : refusal;
    }

    /// <summary>Ends deliveries: what is on its way gets a while, and how far everything is is kept.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Cancel(_stopping);
        await _dispatcher.WaitAsync(StopWait, cancellationToken);
        Cancel(_aborting);
        await _dispatcher.WaitAsync(AbortWait, cancellationToken);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private static Refusal NotFound { get; } = new(RefusalCode.NotFound, "Subscription not found");

    private static Refusal ChangedMeanwhile { get; } = new(RefusalCode.Conflict, "Somebody else changed this subscription at the same time.");

    // At once, on this thread: the other way goes through the thread pool, where a simulation could not follow.
    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private static ReadOnlyMemory<byte> Rewrite(ConfigEntry current, Func<Subscription, Subscription> change) =>
        SubscriptionDocument.Write(change(SubscriptionStore.Read(current)));

    private ConfigDecision Decide(ConfigEntry current, SubscriptionSecrets secrets, SubscriptionPatch patch, string now)
    {
        var before = SubscriptionStore.Read(current);
        var url = secrets.Url ?? before.Url;
        var after = SubscriptionRules.Change(before, patch, patch.Url is { } other && other != url, now, Verifies);
        var kept = SubscriptionSecrets.Of(patch.Secret ?? secrets.Secret, patch.Url ?? url);
        return ConfigDecision.Put(SubscriptionDocument.Write(after), kept == secrets ? null : kept.Column());
    }

    private Outcome<Subscription> Answer(Outcome<ConfigWritten> outcome)
    {
        if (!outcome.Is(out var written, out var refusal))
        {
            return refusal;
        }

        var subscription = SubscriptionStore.Read(written.After!);
        _dispatcher.Start();
        _dispatcher.Kick(subscription.Id);
        return subscription;
    }

    private async Task<Outcome<Subscription>?> FindAsync(string id, Freshness freshness, CancellationToken cancellationToken)
    {
        // What is not there may have been made elsewhere just now.
        foreach (var needed in freshness == Freshness.Latest ? [Freshness.Latest] : new[] { Freshness.Bounded, Freshness.Latest })
        {
            if (!await _webhooks.Subscriptions.EnsureAsync(needed, cancellationToken))
            {
                return null;
            }

            if (_webhooks.Subscriptions.Find(id) is { } subscription)
            {
                return subscription;
            }
        }

        return NotFound;
    }
}
