using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Registry.EndToEnd.Tests.Http;

/// <summary>A client of <c>/events</c> as the platform has it: its parser is not the registry's.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _ended = new();
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync(_ended.Token).GetAsyncEnumerator();
    }

    /// <summary>What a client sends when it comes back.</summary>
    public string LastEventId => _parser.LastEventId;

    public static async Task<EventStream> OpenAsync(HttpClient http, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Type and agent of the next event.</summary>
    public async Task<(string Type, string? AgentId)> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(Patience), "The stream ended.");
        var document = JsonElement.Parse(_items.Current.Data);
        Assert.Equal(_items.Current.EventType, document.GetProperty("type").GetString());
        return (_items.Current.EventType, document.GetProperty("subject").GetString());
    }

    /// <summary>Whether the server ended the stream without another event.</summary>
    public async Task<bool> EndsAsync() => !await _items.MoveNextAsync().AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _response.Dispose();
        _ended.Dispose();
    }
}
