using System.Text;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// Reads the answer to a transaction: a changeset with one HTTP answer for each operation, or, if one was refused, with that one
/// answer alone. The status outside is 202 in both cases. Azurite says <c>Content-ID: {index + 1}</c> besides; the index in the
/// message is what the service documents.
/// </summary>
internal static class TransactionAnswer
{
    private static readonly byte[] StatusLine = "HTTP/1.1 "u8.ToArray();

    /// <param name="body">The multipart body.</param>
    /// <param name="operations">How many operations were sent.</param>
    public static TableTransaction Read(ReadOnlySpan<byte> body, int operations)
    {
        var etags = new List<string>(operations);
        while (TryNextAnswer(ref body, out var status, out var etag, out var content))
        {
            if (status >= 300)
            {
                var error = ErrorBody.Read(content);
                var index = error.FailedIndex < operations ? error.FailedIndex : -1;
                return TableTransaction.Failed(TableStatusMap.FromAnswer(status, error.Code, error.Message, isWrite: true), index, error.Code);
            }

            etags.Add(etag);
        }

        // Accepted, but not an answer to what was sent: no proof either way.
        return etags.Count == operations
            ? new TableTransaction(TableStatus.Ok, etags)
            : TableTransaction.Failed(TableStatus.OutcomeUnknown, -1, "MalformedAnswer");
    }

    private static bool TryNextAnswer(ref ReadOnlySpan<byte> body, out int status, out string etag, out ReadOnlySpan<byte> content)
    {
        (status, etag) = (0, "");
        content = default;
        while (TryLine(ref body, out var line))
        {
            if (line.StartsWith(StatusLine) && line.Length >= StatusLine.Length + 3
                && int.TryParse(line.Slice(StatusLine.Length, 3), out status))
            {
                etag = ReadHeaders(ref body);
                var end = body.IndexOf("\r\n--"u8);
                content = end < 0 ? body : body[..end];
                body = end < 0 ? default : body[end..];
                return true;
            }
        }

        return false;
    }

    private static string ReadHeaders(ref ReadOnlySpan<byte> body)
    {
        var etag = "";
        while (TryLine(ref body, out var line) && line.Length > 0)
        {
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon], "ETag"u8))
            {
                etag = Encoding.ASCII.GetString(line[(colon + 1)..].Trim((byte)' '));
            }
        }

        return etag;
    }

    private static bool TryLine(ref ReadOnlySpan<byte> body, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (body.IsEmpty)
        {
            return false;
        }

        var end = body.IndexOf("\r\n"u8);
        line = end < 0 ? body : body[..end];
        body = end < 0 ? default : body[(end + 2)..];
        return true;
    }
}
