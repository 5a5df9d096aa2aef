using Microsoft.Extensions.Logging;
using Registry.Core.Sharding;

namespace Registry.Core.Configuration;

/// <summary>Tells those who follow the registry what happened to itself. At most once: what storage does not take is in the process's log only.</summary>
internal sealed partial class RegistryNotes(PartitionContext context, ConfigStore config)
{
    // A hook that fails may fail a thousand times a second: the feed needs to hear of it once.
    private static readonly TimeSpan ErrorInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ILogger _logger = context.Logger;
    private long? _errorAt;

    /// <summary>Something could not be done. At most one in 10 s of this process; the rest is in its log.</summary>
    public Task ErrorAsync(string agentId, string reason)
    {
        lock (_gate)
        {
            if (_errorAt is { } last && context.Time.GetElapsedTime(last) < ErrorInterval)
            {
                return Task.CompletedTask;
            }

            _errorAt = context.Time.GetTimestamp();
        }

        return AddAsync(new RegistryNote(ChangeTypes.RegistryError) { AgentId = agentId, Reason = reason });
    }

    /// <summary>Expiries of a shard are limited from now on, or no more.</summary>
    public Task ProtectionAsync(string partition, bool holds, string reason) => AddAsync(new RegistryNote(ChangeTypes.ProtectionChanged)
    {
        Partition = partition,
        Old = holds ? "inactive" : "active",
        New = holds ? "active" : "inactive",
        Reason = reason,
    });

    private async Task AddAsync(RegistryNote note)
    {
        if (!(await config.NoteAsync(note)).Is(out _, out var refusal))
        {
            LogLost(note.Type, note.Reason, refusal.Detail);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No event says {Type} ({Reason}): {Detail}")]
    private partial void LogLost(string type, string reason, string detail);
}
