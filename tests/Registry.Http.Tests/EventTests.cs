using System.Net;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Sharding;
using Registry.Core.Storage;
using Xunit;

namespace Registry.Http.Tests;

public sealed class EventTests
{
    // A poll that waits, and the loops over four shards.
    internal const int TimersOfOnePoll = 5;

    [Fact]
    public async Task Get_FromOldest_IsABatchOfCloudEvents()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        await host.SendAsync("DELETE", "/agents/a", null, "X-Correlation-Id: mine");

        using var response = await host.SendAsync("GET", "/events?cursor=oldest");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var page = await Answers.JsonAsync(response);
        var events = page.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["agent.registered", "agent.unregistered"], events.Select(happened => happened.GetProperty("type").GetString()));
        Assert.Equal("mine", events[1].GetProperty("data").GetProperty("correlation_id").GetString());
        var again = await Answers.JsonAsync(await host.SendAsync("GET", "/events?cursor=" + page.GetProperty("cursor").GetString()));
        Assert.Empty(again.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Get_RegisteredAgent_IsRenderedAsGetRendersIt()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a", ""","metadata":{"n":1.50},"tags":["x"]""");

        var page = await Answers.JsonAsync(await host.SendAsync("GET", "/events?cursor=oldest"));

        var agent = await Answers.JsonAsync(await host.SendAsync("GET", "/agents/a"));
        Assert.Equal(agent.GetRawText(), page.GetProperty("events")[0].GetProperty("data").GetProperty("agent").GetRawText());
    }

    [Fact]
    public async Task Get_Filtered_MovesTheCursorPastTheRest()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("a");
        await host.RegisterAsync("b");

        var page = await Answers.JsonAsync(await host.SendAsync("GET", "/events?cursor=oldest&agent=b&type=agent.*,agent.error&type=agent.registered&limit=1"));

        Assert.Equal("b", Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("subject").GetString());
        var rest = await Answers.JsonAsync(await host.SendAsync("GET", "/events?agent=a&cursor=" + page.GetProperty("cursor").GetString()));
        Assert.Empty(rest.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Get_Waiting_IsAnsweredByARegistration()
    {
        await using var host = await HttpHost.StartAsync();
        var waiting = host.SendAsync("GET", "/events?wait=60");
        await host.Time.WaitForTimersAsync(TimersOfOnePoll);
        Assert.False(waiting.IsCompleted);

        await host.RegisterAsync("a");

        var page = await Answers.JsonAsync(await waiting);
        Assert.Equal("a", Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Get_WaitingInVain_AnswersNothingAndACursor()
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAndWaitAsync("GET", "/events?wait=1.5");

        var page = await Answers.JsonAsync(response);
        Assert.Empty(page.GetProperty("events").EnumerateArray());
        Assert.NotEmpty(page.GetProperty("cursor").GetString()!);
    }

    [Fact]
    public async Task Get_WaitingWhenTheServerStops_AnswersWhatThereIs()
    {
        await using var host = await HttpHost.StartAsync();
        var waiting = host.SendAsync("GET", "/events?wait=60");
        await host.Time.WaitForTimersAsync(TimersOfOnePoll);

        var stop = host.StopAsync();

        using var response = await waiting;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty((await Answers.JsonAsync(response)).GetProperty("cursor").GetString()!);
        await stop;
    }

    [Theory]
    [InlineData("cursor=later", "cursor")]
    [InlineData("cursor=AQEEAAAA", "cursor")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=now&cursor=oldest", "cursor")]
    [InlineData("wait=-1", "wait")]
    [InlineData("wait=60.1", "wait")]
    [InlineData("wait=NaN", "wait")]
    [InlineData("wait=1e1", "wait")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("type=agent.born", "type")]
    [InlineData("type=agen*", "type")]
    [InlineData("agent=a%2Fb", "agent")]
    public async Task Get_WrongParameter_IsRefusedByName(string query, string field)
    {
        await using var host = await HttpHost.StartAsync();

        foreach (var accept in new[] { "application/json", "text/event-stream" })
        {
            using var response = await host.SendAsync("GET", "/events?" + query, null, "Accept: " + accept);
            var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
            Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        }
    }

    [Fact]
    public async Task Get_CursorOfAHistoryThatIsNoMore_IsGoneAndNamesOneThatWorks()
    {
        await using var old = await HttpHost.StartAsync();
        await old.RegisterAsync("a");
        var cursor = (await Answers.JsonAsync(await old.SendAsync("GET", "/events"))).GetProperty("cursor").GetString();
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("GET", "/events?cursor=" + cursor);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.Gone, "cursor_expired");
        await host.RegisterAsync("b");
        var page = await Answers.JsonAsync(await host.SendAsync("GET", "/events?cursor=" + problem.GetProperty("oldest_cursor").GetString()));
        Assert.Single(page.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Get_StorageGoneBeforeTheFirstLoad_IsUnavailable()
    {
        await using var host = await HttpHost.StartAsync();
        host.Table.Fault = TableStatus.Unavailable;

        using var response = await host.SendAsync("GET", "/events");

        await Answers.ProblemAsync(response, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
    }

    [Theory]
    [InlineData("application/json", "application/json")]
    [InlineData("text/event-stream", "text/event-stream")]
    public async Task Head_Waiting_AnswersAtOnceWithoutABody(string accept, string type)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("HEAD", "/events?wait=60", null, "Accept: " + accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Stream_Registration_ComesWithTypeDataAndAnIdToGoOnFrom()
    {
        await using var host = await HttpHost.StartAsync();
        await host.RegisterAsync("before");
        string? last;
        await using (var stream = await EventStreamReader.OpenAsync(host, "/events"))
        {
            Assert.Equal("text/event-stream", stream.MediaType);
            Assert.Equal("no", stream.Header("X-Accel-Buffering"));
            await host.RegisterAsync("a");
            var happened = await stream.NextEventAsync();
            Assert.Equal("agent.registered", happened.Type);
            Assert.Equal("a", JsonElement.Parse(happened.Data).GetProperty("subject").GetString());
            last = happened.Id;
        }

        await host.RegisterAsync("b");
        await host.RegisterAsync("c");
        await using var resumed = await EventStreamReader.OpenAsync(host, "/events?cursor=oldest", "Last-Event-ID: " + last);
        Assert.Equal("b", JsonElement.Parse((await resumed.NextEventAsync()).Data).GetProperty("subject").GetString());
        Assert.Equal("c", JsonElement.Parse((await resumed.NextEventAsync()).Data).GetProperty("subject").GetString());
    }

    [Theory]
    [InlineData("Last-Event-ID: later")]
    [InlineData("Last-Event-ID: AQEEAAAAAAAAAAAA")]
    public async Task Stream_ResumedFromNoCursor_IsRefused(string header)
    {
        await using var host = await HttpHost.StartAsync();

        using var response = await host.SendAsync("GET", "/events?cursor=now", null, "Accept: text/event-stream", header);

        var problem = await Answers.ProblemAsync(response, HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal("cursor", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Stream_ManyEventsAtOnce_ComesWholeAndInOrder()
    {
        await using var host = await HttpHost.StartAsync();
        var more = ",\"description\":\"" + new string('d', 1500) + "\",\"metadata\":{\"line\":\"a\\nb\"}";
        for (var i = 0; i < 60; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await host.RegisterAsync($"a{i}", more);
        }

        await using var stream = await EventStreamReader.OpenAsync(host, "/events?cursor=oldest&limit=50");
        for (var i = 0; i < 60; i++)
        {
            var document = JsonElement.Parse((await stream.NextEventAsync()).Data);
            Assert.Equal($"a{i}", document.GetProperty("subject").GetString());
            Assert.Equal("a\nb", document.GetProperty("data").GetProperty("agent").GetProperty("metadata").GetProperty("line").GetString());
        }
    }

    [Fact]
    public async Task Stream_CutBeforeItsFirstEvent_MissesNothingWhenItResumes()
    {
        await using var host = await HttpHost.StartAsync();
        string? last;
        await using (var stream = await EventStreamReader.OpenAsync(host, "/events"))
        {
            last = await stream.FirstIdAsync();
        }

        await host.RegisterAsync("a");
        await using var resumed = await EventStreamReader.OpenAsync(host, "/events", "Last-Event-ID: " + last);
        Assert.Equal("a", JsonElement.Parse((await resumed.NextEventAsync()).Data).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task Stream_EveryPlaceToResumeFrom_GivesTheRestOnce()
    {
        await using var host = await HttpHost.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await host.RegisterAsync($"a{i}");
        }

        var ids = new List<string>();
        await using (var stream = await EventStreamReader.OpenAsync(host, "/events?cursor=oldest"))
        {
            for (var i = 0; i < 12; i++)
            {
                ids.Add((await stream.NextEventAsync()).Id);
            }
        }

        for (var i = 0; i < ids.Count; i++)
        {
            var page = await Answers.JsonAsync(await host.SendAsync("GET", "/events?cursor=" + ids[i]));
            Assert.Equal(
                Enumerable.Range(i + 1, 11 - i).Select(number => $"a{number}"),
                page.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("subject").GetString()));
        }
    }

    [Fact]
    public async Task Stream_ItsHistoryIsNoMore_SaysSoAndEnds()
    {
        await using var host = await HttpHost.StartAsync();
        await using var stream = await EventStreamReader.OpenAsync(host, "/events");
        await host.RegisterAsync("a");
        var partition = JsonElement.Parse((await stream.NextEventAsync()).Data).GetProperty("id").GetString()!.Split(':')[0];
        await host.Time.WaitForTimersAsync(TimersOfOnePoll);

        // Somebody empties the shard by hand.
        string[] rows = [RowKeys.Head, RowKeys.Change(1), RowKeys.Agent("a")];
        var emptied = await host.Table.SubmitAsync(partition, [.. rows.Select(TableOperation.DeleteUnconditionally)], CancellationToken.None);
        Assert.True(emptied.IsOk);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        var last = await stream.NextEventAsync();
        Assert.Equal("error", last.Type);
        Assert.Equal("cursor_expired", JsonElement.Parse(last.Data).GetProperty("code").GetString());
        await stream.EndAsync();
    }

    [Fact]
    public async Task Stream_Quiet_SendsAHeartbeat()
    {
        await using var host = await HttpHost.StartAsync();
        await using var stream = await EventStreamReader.OpenAsync(host, "/events?agent=nobody");
        await stream.CommentAsync();
        await host.Time.WaitForTimersAsync(TimersOfOnePoll);

        host.Time.Advance(TimeSpan.FromSeconds(15));

        await stream.CommentAsync();
    }

    [Fact]
    public async Task Stream_ServerStops_Ends()
    {
        await using var host = await HttpHost.StartAsync();
        await using var stream = await EventStreamReader.OpenAsync(host, "/events");
        await stream.FirstIdAsync();

        var stop = host.StopAsync();

        await stream.EndAsync();
        await stop;
    }

    [Theory]
    [InlineData("/events", CallerRole.None, HttpStatusCode.Unauthorized)]
    [InlineData("/events", CallerRole.Reader, HttpStatusCode.OK)]
    [InlineData("/audit", CallerRole.Agent, HttpStatusCode.OK)]
    [InlineData("/audit", CallerRole.Operator, HttpStatusCode.OK)]
    public async Task Get_ByRole_IsAllowedOrNot(string path, CallerRole role, HttpStatusCode status)
    {
        await using var host = await HttpHost.StartAsync([Keys.Of("someone", role, "secret")]);

        using var response = role == CallerRole.None
            ? await host.SendAsync("GET", path)
            : await host.SendAsync("GET", path, null, "x-functions-key: secret");

        Assert.Equal(status, response.StatusCode);
    }
}
