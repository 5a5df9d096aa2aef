using System.Text;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>The addresses of one table. Keys and filters are quoted as OData has it (a quote doubled) and percent-encoded.</summary>
internal sealed class TableAddress(Uri endpoint, string table)
{
    private readonly string _service = endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Where entities are inserted.</summary>
    public string Table { get; } = $"{endpoint.AbsoluteUri.TrimEnd('/')}/{table}";

    public Uri Tables { get; } = new($"{endpoint.AbsoluteUri.TrimEnd('/')}/Tables");

    public Uri Batch { get; } = new($"{endpoint.AbsoluteUri.TrimEnd('/')}/$batch");

    public string Entity(string partitionKey, string rowKey) =>
        $"{_service}/{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    /// <summary>A page of a range. Azurite and the service both want <c>()</c> after the table's name.</summary>
    public Uri Query(TableRange range, string? continuation)
    {
        var address = new StringBuilder(_service, 512).Append('/').Append(table).Append("()?$filter=").Append(Uri.EscapeDataString(Filter(range)));
        address.Append("&$top=").Append(range.PageSize);
        if (range.Select is { } select)
        {
            address.Append("&$select=RowKey,Timestamp");
            foreach (var name in select)
            {
                address.Append(',').Append(Uri.EscapeDataString(name));
            }
        }

        if (continuation is not null)
        {
            Continuation.AppendTo(address, continuation);
        }

        return new Uri(address.ToString());
    }

    private static string Filter(TableRange range)
    {
        var filter = new StringBuilder("PartitionKey eq '").Append(Doubled(range.PartitionKey)).Append('\'');
        if (range.From is { } from)
        {
            filter.Append(range.FromInclusive ? " and RowKey ge '" : " and RowKey gt '").Append(Doubled(from)).Append('\'');
        }

        if (range.To is { } to)
        {
            filter.Append(range.ToInclusive ? " and RowKey le '" : " and RowKey lt '").Append(Doubled(to)).Append('\'');
        }

        return filter.ToString();
    }

    private static string Quoted(string key) => Uri.EscapeDataString(Doubled(key));

    private static string Doubled(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
