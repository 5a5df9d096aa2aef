using Registry.Core.Events;

namespace Registry.Core.Webhooks;

/// <summary>Single events, and the types of agents.</summary>
internal sealed class EventLookup(WebhookContext webhooks)
{
    /// <summary>An event by its number, from memory or the log.</summary>
    /// <returns>False: storage does not say now. A null event: it is no longer kept.</returns>
    public async Task<(bool Known, RegistryEvent? Event)> FindAsync(string name, long seq)
    {
        var partitions = webhooks.Shards.Partitions;
        if (partitions.FirstOrDefault(partition => partition.Name == name) is not { IsLoaded: true } partition)
        {
            // A shard of before the registry was given another number of them is no longer there.
            return (partitions.Count > 0 && partitions.All(partition => partition.Name != name), null);
        }

        if (webhooks.Partition.Events.Read(partition.Number, seq - 1, 1).Events is [var kept, ..])
        {
            return (true, kept);
        }

        if (seq < partition.Head.Oldest)
        {
            return (true, null);
        }

        var read = await partition.ReadStoredAsync(seq, seq, CancellationToken.None);
        return (read.Value is not null, read.Value is [var stored, ..] ? stored : null);
    }

    /// <summary>Null where there is no such agent now.</summary>
    public string? TypeOf(string agentId) =>
        agentId.Length > 0 && webhooks.Shards.All is not null ? webhooks.Shards.Of(agentId).Find(agentId)?.Registration.Type : null;
}
