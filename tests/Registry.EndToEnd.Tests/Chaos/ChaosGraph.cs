using System.Net;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>One of those who add and remove edges, activate and deactivate. Each has nodes of its own whose edges only it changes.</summary>
internal sealed class ChaosGraph(ChaosClient client, int number, Random random)
{
    public const int Writers = 2;

    private const int Nodes = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly Dictionary<(string From, string To), bool?> _edges = [];

    /// <summary>What every edge is: there, not there, or unknown, because an answer was lost: what it asked for may still happen.</summary>
    public IReadOnlyDictionary<(string From, string To), bool?> Edges => _edges;

    public static string IdOf(int node) => $"node-{node}";

    public static async Task RegisterAsync(HttpClient http)
    {
        for (var node = 0; node < Nodes; node++)
        {
            using var content = new StringContent($$"""{"name":"n","type":"tool","kind":"component"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PutAsync(new Uri("/agents/" + IdOf(node), UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await StepAsync();
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task StepAsync()
    {
        var from = IdOf((random.Next(Nodes / Writers) * Writers) + number);
        var to = IdOf(random.Next(Nodes));
        switch (random.Next(8))
        {
            case 0 or 1 or 2 when from != to:
                await EdgeAsync(HttpMethod.Put, from, to);
                break;
            case 3 when from != to:
                await EdgeAsync(HttpMethod.Delete, from, to);
                break;
            case 4 or 5:
                await client.AskAsync(to, HttpMethod.Post, $"/agents/{to}/activate", null, null, HttpStatusCode.OK, HttpStatusCode.Conflict);
                break;
            case 6:
                await client.AskAsync(to, HttpMethod.Post, $"/agents/{to}/activate?cascade=true", null, null, HttpStatusCode.OK, HttpStatusCode.Conflict);
                break;
            default:
                await client.AskAsync(to, HttpMethod.Post, $"/agents/{to}/deactivate", null, null, HttpStatusCode.OK, HttpStatusCode.Conflict);
                break;
        }
    }

    private async Task EdgeAsync(HttpMethod method, string from, string to)
    {
        var adds = method == HttpMethod.Put;
        HttpStatusCode[] expected = adds ? [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict] : [HttpStatusCode.NoContent, HttpStatusCode.NotFound];
        var answer = await client.AskAsync(from, method, $"/agents/{from}/dependencies/{to}", null, null, expected);
        if (answer is null)
        {
            _edges[(from, to)] = null;
        }
        else if (answer.Status is HttpStatusCode.Created or HttpStatusCode.OK or HttpStatusCode.NoContent && (!_edges.TryGetValue((from, to), out var known) || known is not null))
        {
            _edges[(from, to)] = adds;
        }
    }
}
