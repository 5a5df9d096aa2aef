using System.Text;

namespace Registry.Tables.Rest;

/// <summary>
/// The service's two continuation headers as one string: <c>{partition}</c> or <c>{partition}&amp;{row}</c>, each percent-encoded. Their
/// values are the service's own (Azurite's are Base64) and go back as they came.
/// </summary>
internal static class Continuation
{
    public static string? Join(string? nextPartitionKey, string? nextRowKey) => (nextPartitionKey, nextRowKey) switch
    {
        (null, _) => null,
        (_, null) => Uri.EscapeDataString(nextPartitionKey),
        _ => $"{Uri.EscapeDataString(nextPartitionKey)}&{Uri.EscapeDataString(nextRowKey)}",
    };

    public static void AppendTo(StringBuilder address, string continuation)
    {
        var separator = continuation.IndexOf('&', StringComparison.Ordinal);
        var partition = separator < 0 ? continuation : continuation[..separator];
        address.Append("&NextPartitionKey=").Append(Again(partition));
        if (separator >= 0)
        {
            address.Append("&NextRowKey=").Append(Again(continuation[(separator + 1)..]));
        }
    }

    // Decoded and encoded once more: nothing but a value can come of it.
    private static string Again(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));
}
