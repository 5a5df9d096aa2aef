using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Rest;
using Registry.Testing;

namespace Registry.Tables.Tests.Rest;

/// <summary>A table over a scripted transport and a manual clock.</summary>
internal sealed class RestTableHarness : IDisposable
{
    public const string Busy = "{\"odata.error\":{\"code\":\"ServerBusy\",\"message\":{\"lang\":\"en-US\",\"value\":\"busy\"}}}";
    public const string Found = "{\"odata.etag\":\"W/\\\"1\\\"\",\"RowKey\":\"a\",\"Text\":\"x\"}";

    public RestTableHarness(string connection = "AccountName=acme;AccountKey=c2VjcmV0", TableOptions? options = null, Entropy? entropy = null)
    {
        Clock = new StorageClock(Time);
        Table = new RestTable(AzuriteFixture.Parse(connection), "registry", options ?? new TableOptions(), Time, Clock, Counters, entropy ?? new HalfEntropy(), Transport);
    }

    public ManualTimeProvider Time { get; } = new();

    public ScriptedHandler Transport { get; } = new();

    public TableCounters Counters { get; } = new();

    public StorageClock Clock { get; }

    public RestTable Table { get; }

    public static Exception Refused() => new HttpRequestException(HttpRequestError.ConnectionError, "refused");

    public void Dispose() => Table.Dispose();

    /// <summary>Always 0.5.</summary>
    private sealed class HalfEntropy : Entropy
    {
        public override void Fill(Span<byte> bytes)
        {
            bytes.Clear();
            bytes[^1] = 0x80;
        }
    }
}
