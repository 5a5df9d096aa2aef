using System.Net;
using System.Net.Http.Headers;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>What only a real server meets: huge and endless bodies, request lines that are none.</summary>
public sealed class HostileInputTests
{
    private const int Mebibyte = 1 << 20;

    [Fact]
    public async Task Requests_ThatNoAgentSends_AreRefusedAndTheAppLivesOn()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory());

        foreach (var (size, chunked) in new[] { (Mebibyte, false), (Mebibyte, true), (40 * Mebibyte, false), (40 * Mebibyte, true) })
        {
            var answer = await PostAsync(app.Http, size, chunked);
            Assert.True(answer is null or { Status: HttpStatusCode.RequestEntityTooLarge }, answer?.Text);
        }

        // So little is usually read before the connection is closed; on a busy machine not always.
        Answer? small = null;
        for (var tries = 0; tries < 10 && small is null; tries++)
        {
            small = await PostAsync(app.Http, (64 << 10) + 1, chunked: false);
        }

        var over = small!.Is(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(("application/problem+json", "too_large"), (over.MediaType, over.String("code")));
        (await app.Http.GetAsync("/agents/a%00b", fresh: false)).Is(HttpStatusCode.BadRequest);
        (await app.Http.GetAsync($"/agents/{new string('x', 10_000)}", fresh: false)).Is(HttpStatusCode.RequestUriTooLong);
        var slash = (await app.Http.GetAsync("/agents/a%2Fb", fresh: false)).Is(HttpStatusCode.BadRequest);
        Assert.True(slash.Json.GetProperty("errors").TryGetProperty("id", out _), slash.Text);

        Assert.Equal(0, (await app.Http.GetAsync("/agents", fresh: true)).Is(HttpStatusCode.OK).Number("total"));
        Assert.Equal(0, await app.StopAsync());
        StartTests.NoStackTrace(app.Output);
    }

    /// <summary>Null when the server closed the connection before it had read all that was sent, as it may.</summary>
    private static async Task<Answer?> PostAsync(HttpClient http, int size, bool chunked)
    {
        var content = new ByteArrayContent(new byte[size]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, "/agents/register") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        try
        {
            return await http.AnswerAsync(request);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
