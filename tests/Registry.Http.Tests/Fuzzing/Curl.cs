using System.Globalization;
using System.Text;

namespace Registry.Http.Tests.Fuzzing;

/// <summary>A request as a command line. Bytes that a shell would not keep come from printf.</summary>
internal static class Curl
{
    private const int LongestInline = 4_000;

    public static string Of(FuzzRequest request)
    {
        var line = new StringBuilder();
        if (request.Pause > TimeSpan.Zero)
        {
            line.Append(CultureInfo.InvariantCulture, $"# after {request.Pause.TotalSeconds} s{Environment.NewLine}");
        }

        var body = request.Body is null ? null : Printf(request.Body.AsSpan(0, Math.Min(request.Body.Length, LongestInline)));
        line.Append(body is null ? "" : $"printf '{body}' | ");
        var url = "http://127.0.0.1:7071" + request.Path + (request.Query.Length == 0 ? "" : "?" + string.Join('&', request.Query));
        var method = request.Method == "HEAD" ? "--head" : "-X " + request.Method;
        line.Append(CultureInfo.InvariantCulture, $"curl -sS -i --path-as-is {method} {Quote(url)}");
        foreach (var (name, value) in request.Headers)
        {
            line.Append(" -H ").Append(Quote(value.Length == 0 ? name + ";" : $"{name}: {value}"));
        }

        if (body is not null)
        {
            line.Append(request.IsChunked ? " -H 'Transfer-Encoding: chunked'" : "").Append(" --data-binary @-");
            line.Append(request.Body!.Length > LongestInline ? string.Create(CultureInfo.InvariantCulture, $" # {request.Body.Length} bytes in all") : "");
        }

        return line.ToString();
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static string Printf(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
        {
            text.Append(value is >= 0x20 and < 0x7F and not ((byte)'\'' or (byte)'\\' or (byte)'%')
                ? ((char)value).ToString()
                : value == '%' ? "%%" : "\\" + Convert.ToString(value, 8).PadLeft(3, '0'));
        }

        return text.ToString();
    }
}
