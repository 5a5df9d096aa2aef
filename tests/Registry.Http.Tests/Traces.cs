using System.Text;
using Registry.Core.Storage;

namespace Registry.Http.Tests;

/// <summary>Everything that a registry keeps and says: where a secret could turn up.</summary>
internal static class Traces
{
    private static readonly string[] Partitions = ["s0", "s1", "s2", "s3", "graph", "config"];

    /// <summary>Every row of the table, as text. Columns that are write-only are left out where a test asks for that.</summary>
    public static async Task<List<string>> RowsAsync(HttpHost host, params string[] without)
    {
        var rows = new List<string>();
        foreach (var partition in Partitions)
        {
            string? continuation = null;
            do
            {
                var page = await host.Table.QueryAsync(new TableRange(partition), continuation, CancellationToken.None);
                rows.AddRange(page.Value!.Entities.Select(row => Text(partition, row, without)));
                continuation = page.Value.Continuation;
            }
            while (continuation is not null);
        }

        return rows;
    }

    /// <summary>Every log line. The framework's own request log, which has query strings, is off in the app.</summary>
    public static List<string> Logs(HttpHost host) => host.Log.All
        .Where(line => line.Category != "Microsoft.AspNetCore.Hosting.Diagnostics")
        .Select(line => $"{line.Category} {line.Text} {line.Exception}")
        .ToList();

    /// <summary>Every event and every entry of the audit.</summary>
    public static async Task<List<string>> EventsAsync(HttpHost host)
    {
        var pages = new List<string>();
        foreach (var (path, items) in new[] { ("/events?limit=1000&cursor=oldest", "events"), ("/audit?limit=1000", "entries") })
        {
            var next = path;
            while (true)
            {
                using var response = await host.SendAndWaitAsync("GET", next);
                pages.Add(await response.Content.ReadAsStringAsync());
                var page = await Answers.JsonAsync(response);
                if (page.GetProperty(items).GetArrayLength() == 0 || !page.TryGetProperty("cursor", out var cursor))
                {
                    break;
                }

                next = path.Split("&cursor=")[0] + "&cursor=" + Uri.EscapeDataString(cursor.GetString()!);
            }
        }

        return pages;
    }

    private static string Text(string partition, TableEntity row, string[] without)
    {
        var text = new StringBuilder(partition).Append('/').Append(row.RowKey);
        foreach (var (name, value) in row.Properties.Where(property => !without.Contains(property.Key, StringComparer.Ordinal)))
        {
            text.Append(' ').Append(name).Append('=').Append(Encoding.UTF8.GetString(value.Bytes.Span));
        }

        return text.ToString();
    }
}
