using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Jobs;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>What operators set for the whole registry: entries in memory, changed by compare-and-swap, the same on every instance. Thread-safe.</summary>
internal sealed class ConfigStore
{
    // Secrets kept in memory; above it they are read again.
    private const int MaxSecrets = 1000;

    private readonly PartitionContext _context;
    private readonly RegistryShards _shards;
    private readonly ConfigState _state = new();
    private readonly Dictionary<string, (long Seq, string Secret)> _secrets = new(StringComparer.Ordinal);
    private readonly LogPartition<ConfigEntry, ConfigOverlay> _log;

    public ConfigStore(PartitionContext context, RegistryShards shards)
    {
        _context = context;
        _shards = shards;
        _log = new LogPartition<ConfigEntry, ConfigOverlay>(context, JobLease.Partition, _state, new ConfigRows(), new ConfigEvents(_state));
        shards.Add(_log);
    }

    /// <summary>All entries as memory has them; none before the first <see cref="EnsureAsync"/>.</summary>
    public ConfigSnapshot Snapshot => _state.Snapshot;

    public ILogPartition Log => _log;

    /// <summary>Makes <see cref="Snapshot"/> as new as asked. False: storage does not say.</summary>
    public async Task<bool> EnsureAsync(Freshness freshness, CancellationToken cancellationToken) =>
        await _shards.OpenAsync() && await _log.EnsureAsync(freshness, cancellationToken);

    /// <summary>Whether <see cref="Snapshot"/> is as new as reads need without waiting for anything.</summary>
    public bool IsFresh => _log.IsFresh;

    /// <summary>Makes, changes or removes one entry. Refusals also: TooLarge, StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<ConfigWritten>> ChangeAsync(string kind, string id, ConfigDecide decide, Caller caller, CancellationToken cancellationToken) =>
        await _shards.OpenAsync()
            ? await _log.Commands.ExecuteAsync(new ConfigCommand(kind, id, decide, caller), null, cancellationToken)
            : Refusals.StorageUnavailable;

    /// <summary>Puts a note into the log. Refusals: StorageUnavailable, OutcomeUnknown.</summary>
    public async Task<Outcome<bool>> NoteAsync(RegistryNote note) =>
        await _shards.OpenAsync() ? await _log.Commands.ExecuteAsync(new NoteCommand(note), null, CancellationToken.None) : Refusals.StorageUnavailable;

    /// <summary>An entry's secret; empty where it has none, null when storage does not say now, or has another one by now.</summary>
    public async ValueTask<string?> ReadSecretAsync(ConfigEntry entry)
    {
        if (entry.SecretSeq == 0)
        {
            return "";
        }

        lock (_secrets)
        {
            if (_secrets.TryGetValue(entry.Key, out var kept) && kept.Seq == entry.SecretSeq)
            {
                return kept.Secret;
            }
        }

        var read = await _context.Table.GetAsync(JobLease.Partition, RowKeys.Config(entry.Key), CancellationToken.None);
        if (read.Value is not { } row || row.Int64(Columns.SecretSeq) != entry.SecretSeq || !row.TryGet(Columns.Secrets, out var value))
        {
            return null;
        }

        lock (_secrets)
        {
            if (_secrets.Count >= MaxSecrets)
            {
                _secrets.Clear();
            }

            _secrets[entry.Key] = (entry.SecretSeq, value.Text);
        }

        return value.Text;
    }
}
