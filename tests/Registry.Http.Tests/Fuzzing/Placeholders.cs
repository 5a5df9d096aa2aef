using System.Text;
using System.Text.RegularExpressions;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>What the registry gave out, for later requests: the newest of each kind.</summary>
internal sealed partial class Placeholders
{
    private readonly Dictionary<string, string> _newest = [];

    public void Note(string kind, string? value)
    {
        if (value is not null)
        {
            _newest[kind] = value;
        }
    }

    /// <summary>Percent-encodes a value of a query, but not a placeholder.</summary>
    public static string Escape(string value) => value.StartsWith("{{", StringComparison.Ordinal) ? value : Uri.EscapeDataString(value);

    public FuzzRequest Fill(FuzzRequest request) => request with
    {
        Path = Fill(request.Path),
        Query = [.. request.Query.Select(part => Fill(part, isEncoded: true))],
        Headers = [.. request.Headers.Select(header => (header.Name, Fill(header.Value)))],
        Body = request.Body is null ? null : Encoding.Latin1.GetBytes(Fill(Encoding.Latin1.GetString(request.Body))),
    };

    private string Fill(string text, bool isEncoded = false) => Placeholder().Replace(text, found =>
    {
        var value = _newest.GetValueOrDefault(found.Groups[1].Value, "none");
        return isEncoded ? Uri.EscapeDataString(value) : value;
    });

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Placeholder();
}
