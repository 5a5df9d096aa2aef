using System.Runtime.CompilerServices;
using Registry.Core.Agents;
using Registry.Core.Configuration;
using Registry.Core.Discovery;

namespace Registry.Core.Webhooks;

/// <summary>The subscriptions among the entries of <c>config</c>.</summary>
internal sealed class SubscriptionStore(ConfigStore config)
{
    private readonly ConditionalWeakTable<ConfigSnapshot, IReadOnlyList<Subscription>> _parsed = [];

    /// <summary>By id, as memory has them.</summary>
    public IReadOnlyList<Subscription> All => _parsed.GetValue(config.Snapshot, static snapshot => [.. snapshot.Of(ConfigKinds.Subscription).Select(Read)]);

    public Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken) => config.EnsureAsync(freshness, cancellationToken);

    public Subscription? Find(string id) => All.FirstOrDefault(subscription => subscription.Id == id);

    public Task<Outcome<ConfigWritten>> ChangeAsync(string id, ConfigDecide decide, Caller caller, CancellationToken cancellationToken) =>
        config.ChangeAsync(ConfigKinds.Subscription, id, decide, caller, cancellationToken);

    /// <summary>Changes one as jobs do: nothing happens where it is gone.</summary>
    public async Task<bool> ChangeAsync(string id, string reason, Func<Subscription, Subscription> change) =>
        (await ChangeAsync(
            id,
            (current, _, _) =>
            {
                var before = current is null ? null : Read(current);
                var after = before is null ? null : change(before);
                return after is null || after == before ? ConfigDecision.Unchanged : ConfigDecision.Put(SubscriptionDocument.Write(after)) with { Reason = reason };
            },
            Caller.Registry,
            CancellationToken.None)).Is(out _, out _);

    /// <summary>Null when storage does not say now.</summary>
    /// <param name="id">Of the subscription.</param>
    /// <returns>The secrets, and the number of the change that set them.</returns>
    public async Task<(SubscriptionSecrets Secrets, long Seq)?> ReadSecretsAsync(string id)
    {
        if (config.Snapshot.Find(ConfigKinds.Subscription, id) is not { } entry || await config.ReadSecretAsync(entry) is not { } column)
        {
            return null;
        }

        return (SubscriptionSecrets.Parse(column), entry.SecretSeq);
    }

    public static Subscription Read(ConfigEntry entry) => SubscriptionDocument.Read(entry.Doc) with { Id = entry.Id, CreatedAt = entry.CreatedAt };
}
