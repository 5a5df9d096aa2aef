using System.Diagnostics.Metrics;
using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>Shows what <see cref="TableCounters"/> counted, when somebody looks.</summary>
internal static class TableGauges
{
    public static void Add(Meter meter, TableCounters counters)
    {
        meter.CreateObservableCounter(
            "registry.tables.requests", () => Requests(counters), "{request}", "Requests to the table service, each a billed transaction, by what they are for");
        meter.CreateObservableCounter(
            "registry.tables.entities", () => counters.EntitiesWritten, "{entity}", "Operations in writes and transactions, whether they succeeded or not");
    }

    private static IEnumerable<Measurement<long>> Requests(TableCounters counters)
    {
        foreach (var verb in Enum.GetValues<TableVerb>())
        {
            foreach (var kind in Enum.GetValues<TableKind>())
            {
                if (counters.Of(verb, kind) is > 0 and var count)
                {
                    yield return new Measurement<long>(
                        count,
                        KeyValuePair.Create<string, object?>("operation", verb.Word()),
                        KeyValuePair.Create<string, object?>("kind", kind.Word()));
                }
            }
        }
    }
}
