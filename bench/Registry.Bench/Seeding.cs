using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Registry.Bench;

/// <summary>Registers agents bench-0, bench-1, … in batches over HTTP. Those that exist already stay.</summary>
internal static class Seeding
{
    private const int BatchSize = 500;
    private const int WeekSeconds = 604800;

    public static async Task<int> RunAsync(Uri url, int agents, int ttlSeconds = WeekSeconds)
    {
        using var client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        for (var first = 0; first < agents; first += BatchSize)
        {
            var body = string.Join(',', Enumerable.Range(first, Math.Min(BatchSize, agents - first)).Select(number => Registration(number, ttlSeconds)));
            using var content = new StringContent($"[{body}]", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
            using var answer = await client.PostAsync(new Uri("/agents/batch", UriKind.Relative), content);
            if (!answer.IsSuccessStatusCode)
            {
                await Console.Error.WriteLineAsync(await answer.Content.ReadAsStringAsync());
                return 1;
            }
        }

        return 0;
    }

    /// <summary>Ten of every 10,000 have type <c>rare-type</c> and capability <c>rare</c>.</summary>
    public static string Registration(int number, int ttlSeconds = WeekSeconds)
    {
        var rare = number % 1000 == 7;
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"id":"bench-{{number}}","name":"agent-{{number}}","type":"{{(rare ? "rare-type" : $"type-{number % 20}")}}","host":"10.1.{{number / 250 % 250}}.{{number % 250}}","port":8001,
            "capabilities":["{{(rare ? "rare" : "common")}}","cap-{{number % 50}}","cap-{{number % 7}}x"],"tags":["bench","t{{number % 10}}"],"environment":"{{(number % 2 == 0 ? "prod" : "test")}}",
            "version":"1.{{number % 10}}.0","description":"One of many agents, number {{number}}","metadata":{"team":"team-{{number % 30}}","rank":{{number}} },"ttl_seconds":{{ttlSeconds}} }
            """);
    }
}
