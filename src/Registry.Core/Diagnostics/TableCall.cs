using System.Diagnostics;
using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>One call on the table that somebody wants to know of. Ends as failed unless told how it ended.</summary>
internal sealed class TableCall(RegistryMetrics metrics, TimeProvider time, TableVerb verb, TableKind kind) : IDisposable
{
    private readonly long _startedAt = time.GetTimestamp();
    private readonly Activity? _activity = RegistryActivities.StartTable(verb, kind);
    private string _outcome = OutcomeWords.Failed;

    public void End(TableStatus status) => _outcome = OutcomeWords.Of(status);

    public void Dispose()
    {
        metrics.Called(verb, kind, _outcome, time.GetElapsedTime(_startedAt));
        _activity?.SetTag("outcome", _outcome);
        _activity?.Dispose();
    }
}
