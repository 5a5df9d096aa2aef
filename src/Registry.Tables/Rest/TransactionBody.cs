using System.Buffers;
using System.Text;
using Registry.Core;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// An entity group transaction as the service wants it: one changeset in a multipart/mixed body, one HTTP request for each
/// operation. Azurite reads it only when the boundaries are named <c>batch_…</c> and <c>changeset_…</c>. Source: "Performing entity group transactions".
/// </summary>
internal static class TransactionBody
{
    private const int BytesPerOperation = 1024;

    public static (ReadOnlyMemory<byte> Body, string ContentType) Write(
        TableAddress address, string partitionKey, IReadOnlyList<TableOperation> operations, Entropy entropy)
    {
        var batch = "batch_" + entropy.NextId();
        var changeset = "changeset_" + entropy.NextId();
        var output = new ArrayBufferWriter<byte>(operations.Count * BytesPerOperation);
        using var entities = new EntityWriter(output);
        Append(output, $"--{batch}\r\nContent-Type: multipart/mixed; boundary={changeset}\r\n\r\n");
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            Append(output, $"--{changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
            Append(output, Head(address, partitionKey, operation));
            if (operation.Kind != TableOperationKind.Delete)
            {
                entities.Write(partitionKey, operation.Entity);
            }

            Append(output, "\r\n");
        }

        Append(output, $"--{changeset}--\r\n--{batch}--\r\n");
        return (output.WrittenMemory, $"multipart/mixed; boundary={batch}");
    }

    private static string Head(TableAddress address, string partitionKey, TableOperation operation)
    {
        var isInsert = operation.Kind == TableOperationKind.Insert;
        var target = isInsert ? address.Table : address.Entity(partitionKey, operation.Entity.RowKey);
        var head = new StringBuilder(512)
            .Append(OperationVerbs.Of(operation.Kind).Method).Append(' ').Append(target).Append(" HTTP/1.1\r\n")
            .Append("Accept: ").Append(TableHeaders.Json).Append("\r\nDataServiceVersion: ").Append(TableHeaders.DataService).Append("\r\n");
        if (operation.IfMatch is { } etag)
        {
            head.Append("If-Match: ").Append(etag).Append("\r\n");
        }

        if (isInsert)
        {
            head.Append("Prefer: return-no-content\r\n");
        }

        if (operation.Kind != TableOperationKind.Delete)
        {
            head.Append("Content-Type: application/json\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static void Append(ArrayBufferWriter<byte> output, string ascii)
    {
        var span = output.GetSpan(ascii.Length);
        output.Advance(Encoding.ASCII.GetBytes(ascii, span));
    }
}
