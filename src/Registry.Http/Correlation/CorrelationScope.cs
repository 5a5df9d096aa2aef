using System.Collections;
using System.Diagnostics;

namespace Registry.Http.Correlation;

/// <summary>The logger scope of one request: its correlation id, and the trace id that its problems name. A provider that writes a line reads it; nothing is formatted before.</summary>
internal sealed class CorrelationScope(string id, Activity? activity) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    private string TraceId => activity?.TraceId.ToHexString() ?? id;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("CorrelationId", id),
        1 => new("TraceId", TraceId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"CorrelationId:{id} TraceId:{TraceId}";
}
