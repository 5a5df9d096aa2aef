using System.Diagnostics.Tracing;
using Azure.Core;
using Azure.Core.Diagnostics;
using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Connections;
using Registry.Tables.Rest;
using Xunit;

namespace Registry.Tables.Tests.Rest;

public sealed class RestTableTests
{
    private const string Deleting = "{\"odata.error\":{\"code\":\"TableBeingDeleted\",\"message\":{\"lang\":\"en-US\",\"value\":\"later\"}}}";
    private const string Exists = "{\"odata.error\":{\"code\":\"TableAlreadyExists\",\"message\":{\"lang\":\"en-US\",\"value\":\"there\"}}}";

    [Fact]
    public async Task Query_Range_IsFilteredQuotedAndEncoded()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(200, "{\"value\":[]}", header: "x-ms-continuation-NextPartitionKey", value: "1!4!cA==");
        var range = new TableRange("it's", "a&b", "c d") { FromInclusive = false, Select = ["Doc"], PageSize = 7 };
        var page = await h.Table.QueryAsync(range, null, CancellationToken.None);
        h.Transport.Answer(200, "{\"value\":[]}");
        await h.Table.QueryAsync(range, page.Value!.Continuation, CancellationToken.None);
        var (first, second) = (h.Transport.Requests.First(), h.Transport.Requests.Last());
        Assert.Equal(
            "https://acme.table.core.windows.net/registry()?$filter=PartitionKey%20eq%20%27it%27%27s%27%20and%20RowKey%20gt%20%27a%26b%27%20and%20RowKey%20le%20%27c%20d%27&$top=7&$select=RowKey,Timestamp,Doc",
            first.Address.AbsoluteUri);
        Assert.EndsWith("&NextPartitionKey=1%214%21cA%3D%3D", second.Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.StartsWith("SharedKeyLite acme:", first.Request.Headers.Authorization!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ForgedContinuation_StaysAValue()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(200, "{\"value\":[]}");
        await h.Table.QueryAsync(new TableRange("p"), "a=1?x&$filter=true&b", CancellationToken.None);
        Assert.EndsWith("&NextPartitionKey=a%3D1%3Fx&NextRowKey=%24filter%3Dtrue%26b", h.Transport.Requests.First().Address.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_SharedAccessSignature_IsSentAndNeverLogged()
    {
        const string Signature = "c2lnbmF0dXJlLXNlY3JldA%3D%3D";
        var log = new List<string>();
        using var listener = new AzureEventSourceListener((_, message) => log.Add(message), EventLevel.Verbose);
        using var h = new RestTableHarness("AccountName=acme;SharedAccessSignature=sv=2020-12-06&sig=" + Signature);
        h.Transport.Answer(200, "{\"value\":[]}");
        await h.Table.QueryAsync(new TableRange("p"), null, CancellationToken.None);
        Assert.EndsWith("&sv=2020-12-06&sig=" + Signature, h.Transport.Requests.First().Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(log, message => message.Contains("acme", StringComparison.Ordinal));
        Assert.DoesNotContain(log, message => message.Contains(Signature, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_SharedAccessSignatureAlone_BecomesTheQuery()
    {
        using var h = new RestTableHarness("AccountName=acme;SharedAccessSignature=sv=1&sig=x");
        h.Transport.Answer(204);
        await h.Table.WriteAsync("p", TableOperation.DeleteUnconditionally("a"), CancellationToken.None);
        Assert.Equal("?sv=1&sig=x", h.Transport.Requests.First().Address.Query);
    }

    [Fact]
    public async Task Write_TokenChallenged_IsDeniedAndNotSentAgain()
    {
        using var h = new RestTableHarness();
        using var table = new RestTable(
            StorageConnection.WithToken(new Uri("https://acme.table.core.windows.net"), new FixedCredential()),
            "registry", new TableOptions(), h.Time, new StorageClock(h.Time), h.Counters, Entropy.System, h.Transport);
        h.Transport.Answer(401, header: "WWW-Authenticate", value: "Bearer error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");
        var write = await table.WriteAsync("p", TableOperation.Insert(new TableEntity("a")), CancellationToken.None);
        Assert.Equal(TableStatus.Denied, write.Status);
        Assert.Equal("Bearer token-for-https://storage.azure.com/.default", Assert.Single(h.Transport.Requests).Request.Headers.Authorization!.ToString());
    }

    [Fact]
    public async Task CreateIfNotExists_BeingDeleted_WaitsUntilItIsGone()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(409, Deleting).Answer(409, Deleting).Answer(201);
        var create = h.Table.CreateIfNotExistsAsync(CancellationToken.None);
        for (var n = 0; n < 2; n++)
        {
            await h.Transport.NextRequestAsync();
            await h.Time.WaitForTimersAsync(1);
            h.Time.Advance(h.Time.UntilNextTimer!.Value);
        }

        Assert.Equal(TableStatus.Ok, await create);
    }

    [Fact]
    public async Task CreateIfNotExists_BeingDeletedForTooLong_IsUnavailable()
    {
        using var h = new RestTableHarness(options: new TableOptions { DeletionWait = TimeSpan.FromSeconds(1) });
        h.Transport.Answer(409, Deleting);
        Assert.Equal(TableStatus.Unavailable, await h.Table.CreateIfNotExistsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task CreateIfNotExists_Exists_IsOk()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(409, Exists);
        Assert.Equal(TableStatus.Ok, await h.Table.CreateIfNotExistsAsync(CancellationToken.None));
        Assert.Equal("{\"TableName\":\"registry\"}", h.Transport.Requests.First().Body);
    }

    [Fact]
    public async Task Counters_EveryKind_AreCounted()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(404).Answer(404).Answer(412).Answer(404);
        await h.Table.GetAsync("p", "a", CancellationToken.None);
        await h.Table.QueryAsync(new TableRange("p"), null, CancellationToken.None);
        await h.Table.WriteAsync("p", TableOperation.Delete("a", "W/\"1\""), CancellationToken.None);
        await h.Table.SubmitAsync("p", [TableOperation.DeleteUnconditionally("a"), TableOperation.DeleteUnconditionally("b")], CancellationToken.None);
        Assert.Equal(new TableCounts(1, 1, 1, 1, 3), h.Counters.Snapshot);
    }

    [Theory]
    [InlineData("")]
    [InlineData("W/\"1\"\r\nX-Evil: 1")]
    public async Task Write_ETagThatIsNone_Throws(string etag)
    {
        using var h = new RestTableHarness();
        await Assert.ThrowsAsync<ArgumentException>(() => h.Table.WriteAsync("p", TableOperation.Delete("a", etag), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => h.Table.SubmitAsync("p", [TableOperation.Delete("a", etag)], CancellationToken.None));
    }

    [Theory]
    [InlineData("registry", true)]
    [InlineData("R12", true)]
    [InlineData("r1", false)]
    [InlineData("1registry", false)]
    [InlineData("my-table", false)]
    [InlineData("Tables", false)]
    public void TableName_IsValid_AsTheServiceSays(string name, bool valid) => Assert.Equal(valid, TableName.IsValid(name));

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token-for-" + requestContext.Scopes[0], DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
