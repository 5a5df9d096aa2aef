using Microsoft.Extensions.Logging;

namespace Registry.Core.Sharding;

/// <summary>What the log says of commits.</summary>
internal static partial class CommitLog
{
    /// <summary>A line for each state that changed.</summary>
    public static void Committed<TEntity, TView>(ILogger logger, CommitGroup<TEntity, TView> group)
        where TEntity : class
        where TView : class, IPartitionView<TEntity>
    {
        foreach (var command in group.Committing)
        {
            foreach (var change in command.Changes)
            {
                if (change.Old is { } old)
                {
                    // This runs outside the request: what its scope would say is said here.
                    var trace = command.Origin?.TraceId.ToHexString() ?? change.CorrelationId;
                    LogChanged(logger, change.EntityId, old, change.New ?? "gone", change.Reason, change.CorrelationId, trace);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Partition}: storage refused a transaction of {Commands} commands as too large ({Code})")]
    public static partial void LogTooLarge(ILogger logger, string partition, int commands, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Agent {Id}: {Old} -> {New} ({Reason}); CorrelationId:{CorrelationId} TraceId:{TraceId}")]
    private static partial void LogChanged(ILogger logger, string id, string old, string @new, string? reason, string? correlationId, string? traceId);
}
