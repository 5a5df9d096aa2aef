using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Tests.Discovery;

public sealed class DiscoveryPagingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("name")]
    [InlineData("-name")]
    [InlineData("registered_at")]
    [InlineData("-registered_at")]
    public void Pages_AgentsComeAndGoMeanwhile_WhoStaysIsSeenExactlyOnce(string? sort)
    {
        var random = new Random(5);
        var source = new RandomAgents(random);
        MemoryShard[] shards = [new(), new(), new()];
        var staying = Enumerable.Range(0, 500).Select(number => $"s{number}").ToHashSet();
        foreach (var id in staying)
        {
            Shard(shards, id).Put(source.Next(id));
        }

        var seen = new List<string>();
        string? cursor = null;
        var visitor = 0;
        do
        {
            var page = Answer(shards, [("sort", sort), ("limit", "37"), ("cursor", cursor)]);
            seen.AddRange(page.Agents.Select(view => view.Agent.Id));
            cursor = page.NextCursor;
            for (var change = 0; change < 60; change++)
            {
                // Visitors sort before, between and after the others; some leave again, the last one of the page among them.
                var id = $"{random.Next(3) switch { 0 => 'a', 1 => 's', _ => 'z' }}-visitor-{visitor++}";
                Shard(shards, id).Put(source.Next(id));
                Assert.All(seen.Where(at => !staying.Contains(at)).TakeLast(1).ToList(), at => Shard(shards, at).Remove(at));
                var stays = $"s{random.Next(500)}";
                var agent = Shard(shards, stays).Agents[stays];
                Shard(shards, stays).Put(agent with { Seen = random.Next(100), LapseMark = random.Next(2), Revision = agent.Revision + 1 });
            }
        }
        while (cursor is not null && seen.Count < 20_000);

        Assert.Equal(staying.Order(), seen.Where(staying.Contains).Order());
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public void Cursor_LastAgentOfThePageLeaves_NextPageGoesOnBehindIt()
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a", "b", "c", "d");
        var first = Answer(shards, [("limit", "2")]);
        shards[0].Remove("b");
        var second = Answer(shards, [("limit", "2"), ("cursor", first.NextCursor)]);
        Assert.Equal(["c", "d"], second.Agents.Select(view => view.Agent.Id));
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [InlineData("limit=1&cursor=")]
    [InlineData("limit=2&tag=b,a&tag=c&cursor=", "tag=a&tag=c,b&limit=1")]
    [InlineData("fields=id&type=LLM&cursor=", "type=llm&limit=1")]
    public void Cursor_SameQueryWrittenDifferently_IsTaken(string again, string first = "limit=1")
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a", "b", "c");
        var cursor = Answer(shards, Split(first)).NextCursor;
        Assert.NotNull(cursor);
        Assert.NotEmpty(Answer(shards, Split(again + cursor)).Agents);
    }

    [Theory]
    [InlineData("sort=name")]
    [InlineData("type=llm")]
    [InlineData("type=llm&tag=a")]
    [InlineData("sort=-registered_at")]
    [InlineData("q=x")]
    public void Cursor_OfAnotherQuery_IsRefused(string other)
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a", "b", "c");
        var cursor = Answer(shards, [("limit", "1"), ("sort", "registered_at")]).NextCursor;
        AssertCursorRefused([.. Split(other), ("cursor", cursor)]);
    }

    [Fact]
    public void Cursor_Damaged_IsRefused()
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a", "b", "c");
        var cursor = Answer(shards, [("limit", "1"), ("sort", "name")]).NextCursor!;
        for (var i = 0; i < cursor.Length; i++)
        {
            AssertCursorRefused([("sort", "name"), ("cursor", cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..])]);
            AssertCursorRefused([("sort", "name"), ("cursor", cursor[..i])]);
        }

        Assert.All<string>(
            ["%%%", "ä", "A", "AAAA", "\0", cursor + "AAAA", new string('A', 100_000), new string('_', DiscoveryCursor.MaxLength)],
            bad => AssertCursorRefused([("sort", "name"), ("cursor", bad)]));
    }

    [Fact]
    public void Cursor_LongestNameAndId_GoesRoundTrip()
    {
        MemoryShard[] shards = [new()];
        var agents = new RandomAgents(new Random(1));
        var longName = string.Concat(Enumerable.Repeat("😀", AgentLimits.MaxNameLength));
        var agent = agents.Next(new string('a', AgentLimits.MaxIdLength));
        shards[0].Put(agent with { Registration = agent.Registration with { Name = longName } });
        var last = agents.Next("z");
        shards[0].Put(last with { Registration = last.Registration with { Name = longName } });

        var first = Answer(shards, [("limit", "1"), ("sort", "name")]);
        Assert.Equal("z", Assert.Single(Answer(shards, [("sort", "name"), ("cursor", first.NextCursor)]).Agents).Agent.Id);
    }

    [Fact]
    public void Run_SortByLastSeen_ReadsEachAgentOnce()
    {
        MemoryShard[] shards = [new(), new()];
        Put(shards[0], "a", "b", "c");
        Put(shards[1], "d", "e");
        Answer(shards, [("limit", "2"), ("sort", "last_seen")]);
        Assert.Equal([1, 1, 1, 1, 1], shards.SelectMany(shard => shard.LastSeenReads.Values));
    }

    [Fact]
    public void Run_OtherOrder_ReadsLastSeenOfThePageAlone()
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a", "b", "c");
        Answer(shards, [("limit", "2")]);
        Assert.Equal(["a", "b"], shards[0].LastSeenReads.Keys);
    }

    [Fact]
    public void Run_CallerLeft_Ends()
    {
        MemoryShard[] shards = [new()];
        Put(shards[0], "a");
        Assert.Throws<OperationCanceledException>(() => DiscoveryRunner.Run(DiscoveryQuery.All, shards, 0, new CancellationToken(true)));
    }

    [Fact]
    public void Run_PatternThatCostsTooMuch_IsRefusedByField()
    {
        var shard = new MemoryShard();
        var random = new Random(3);
        var agents = new RandomAgents(random);
        for (var i = 0; i < 5000; i++)
        {
            var agent = agents.Next($"a{i}");
            var name = string.Create(128, random, static (letters, dice) => dice.GetItems<char>("ab-c1", letters));
            shard.Put(agent with { Registration = agent.Registration with { Name = name } });
        }

        var query = Parse([("name", @"((([^a][ab]{5,}|(.){2,})?)*?){5,}\s{100}b+")], out _);
        Assert.False(DiscoveryRunner.Run(query!, [shard], 0).Is(out _, out var refusal));
        Assert.Equal(RefusalCode.InvalidRequest, refusal.Code);
        Assert.Equal(["name"], refusal.Errors!.ByField.Keys);
    }

    private static void Put(MemoryShard shard, params string[] ids)
    {
        var agents = new RandomAgents(new Random(1));
        foreach (var id in ids)
        {
            var agent = agents.Next(id);
            shard.Put(agent with { Registration = agent.Registration with { Type = "llm", Tags = ["a", "b", "c"] } });
        }
    }

    private static MemoryShard Shard(MemoryShard[] shards, string id) => shards[(id[^1] + id.Length) % shards.Length];

    private static (string Name, string? Value)[] Split(string query) =>
        [.. query.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], (string?)pair[1]))];

    private static DiscoveryResult Answer(MemoryShard[] shards, (string Name, string? Value)[] parameters)
    {
        var query = Parse(parameters, out var errors);
        Assert.True(query is not null, string.Join(' ', errors.ByField.SelectMany(field => field.Value)));
        Assert.True(DiscoveryRunner.Run(query, shards, 0).Is(out var page, out _));
        return page;
    }

    private static void AssertCursorRefused((string Name, string? Value)[] parameters)
    {
        Assert.Null(Parse(parameters, out var errors));
        Assert.Equal(["cursor"], errors.ByField.Keys);
    }

    private static DiscoveryQuery? Parse((string Name, string? Value)[] parameters, out FieldErrors errors)
    {
        errors = new FieldErrors();
        return DiscoveryQuery.Parse(
            parameters.Where(parameter => parameter.Value is not null).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!)), errors);
    }
}
