using Xunit;

namespace Registry.Http.Tests;

/// <summary>Reads a stream of server-sent events line by line, as it comes.</summary>
internal sealed class EventStreamReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;
    private readonly CancellationTokenSource _patience = new(Patience, TimeProvider.System);

    private EventStreamReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _reader = new StreamReader(body);
    }

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    public static async Task<EventStreamReader> OpenAsync(HttpHost host, string path, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");
        if (header is not null)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }

        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode);
        return new EventStreamReader(response, await response.Content.ReadAsStreamAsync());
    }

    public string Header(string name) => Answers.Header(_response, name);

    /// <summary>The id that comes before any event.</summary>
    public async Task<string> FirstIdAsync()
    {
        while (true)
        {
            if (await LineAsync() is { } line && line.StartsWith("id: ", StringComparison.Ordinal))
            {
                return line[4..];
            }
        }
    }

    public async Task<StreamEvent> NextEventAsync()
    {
        var (id, type, data) = ("", "", "");
        while (true)
        {
            var line = await LineAsync() ?? throw new EndOfStreamException();
            switch (line.Split(": ", 2))
            {
                case ["id", var value]:
                    id = value;
                    break;
                case ["event", var value]:
                    type = value;
                    break;
                case ["data", var value]:
                    data = value;
                    break;
                case [""] when data.Length > 0:
                    return new StreamEvent(id, type, data);
                default:
                    break;
            }
        }
    }

    public async Task CommentAsync()
    {
        while (!(await LineAsync() ?? throw new EndOfStreamException()).StartsWith(':'))
        {
        }
    }

    public async Task EndAsync()
    {
        while (await LineAsync() is not null)
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> LineAsync() => await _reader.ReadLineAsync(_patience.Token);
}
