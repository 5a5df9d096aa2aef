using System.Text;
using Azure.Core;
using Registry.Core;
using Registry.Core.Storage;
using Registry.Core.Time;
using Registry.Tables.Connections;
using Registry.Tables.Rest;
using Xunit;

namespace Registry.Tables.Tests.Rest;

/// <summary>
/// Where the service in the cloud answers otherwise than Azurite. The answers are written by hand from the REST reference of the Table
/// service ("Performing entity group transactions", "Query timeout and pagination", "Table Storage error codes", "Status and error codes"),
/// not recorded. docs/deployment.md lists the differences.
/// </summary>
public sealed class CloudAnswerTests
{
    private const string Denied =
        "{\"odata.error\":{\"code\":\"AuthorizationPermissionMismatch\",\"message\":{\"lang\":\"en-US\",\"value\":\"This request is not authorized to perform this operation using this permission.\\nRequestId:0c1c0d0e-0002-0070-0f4e-000000000000\\nTime:2026-11-21T10:00:00.1234567Z\"}}}";

    private const string GatewayPage = "<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD><BODY><H2>Service Unavailable</H2></BODY></HTML>";

    /// <summary>Throttled by the partition's server: 503 ServerBusy, with no Retry-After. The read goes on, the write is the engine's to repeat.</summary>
    [Fact]
    public async Task Submit_PartitionServerIsBusy_IsThrottledAndSentOnce()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(503, Error("ServerBusy", "The server is busy."));

        var result = await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None);

        Assert.Equal((TableStatus.Throttled, -1), (result.Status, result.FailedIndex));
        Assert.Single(h.Transport.Requests);
    }

    /// <summary>Busy inside a transaction's answer: the status outside is 202.</summary>
    [Fact]
    public async Task Submit_OneOperationFindsTheServerBusy_IsThrottled()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(202, Changeset(Part("503 Service Unavailable", Error("ServerBusy", "2:The server is busy."))));

        var result = await h.Table.SubmitAsync("s0", [Insert("a"), Insert("b"), Insert("c")], CancellationToken.None);

        Assert.Equal((TableStatus.Throttled, 2), (result.Status, result.FailedIndex));
    }

    /// <summary>The server gave up waiting for itself: it may still do it.</summary>
    [Theory]
    [InlineData(500, "OperationTimedOut", TableStatus.OutcomeUnknown)]
    [InlineData(500, "InternalError", TableStatus.OutcomeUnknown)]
    [InlineData(503, "", TableStatus.OutcomeUnknown)]
    public async Task Submit_ServerGaveUp_IsOutcomeUnknown(int status, string code, TableStatus expected)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(status, code.Length > 0 ? Error(code, "Operation could not be completed within the specified time.") : GatewayPage);

        Assert.Equal(expected, (await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None)).Status);
        Assert.Single(h.Transport.Requests);
    }

    /// <summary>The whole batch refused, without parts.</summary>
    [Theory]
    [InlineData(412, "UpdateConditionNotSatisfied", "0:The update condition specified in the request was not satisfied.", TableStatus.Contention, 0)]
    [InlineData(409, "EntityAlreadyExists", "1:The specified entity already exists.", TableStatus.Exists, 1)]
    [InlineData(404, "TableNotFound", "0:The table specified does not exist.", TableStatus.NotFound, 0)]
    [InlineData(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.", TableStatus.TooLarge, -1)]
    public async Task Submit_RefusedOutsideTheParts_IsTheSameRefusal(int status, string code, string message, TableStatus expected, int index)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(status, Error(code, message));

        var result = await h.Table.SubmitAsync("s0", [Insert("a"), Insert("b")], CancellationToken.None);

        Assert.Equal((expected, index, code), (result.Status, result.FailedIndex, result.Code));
    }

    /// <summary>Time stamps of the service have seven digits, as many as it needs; ETags hold them and go back as they came.</summary>
    [Theory]
    [InlineData("2026-11-21T10:00:00.1234567Z", 1234567)]
    [InlineData("2026-11-21T10:00:00.12Z", 1200000)]
    [InlineData("2026-11-21T10:00:00Z", 0)]
    public async Task Get_TimestampOfTheService_IsReadToTheLastDigit(string timestamp, long ticks)
    {
        using var h = new RestTableHarness();
        var etag = $"W/\"datetime'{Uri.EscapeDataString(timestamp)}'\"";
        h.Transport.Answer(200, $$"""{"odata.etag":"{{etag.Replace("\"", "\\\"", StringComparison.Ordinal)}}","PartitionKey":"s0","RowKey":"head","Timestamp":"{{timestamp}}"}""").Answer(204);

        var row = (await h.Table.GetAsync("s0", "head", CancellationToken.None)).Value!;
        await h.Table.WriteAsync("s0", TableOperation.Delete("head", row.ETag), CancellationToken.None);

        Assert.Equal(ticks, row.Timestamp.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal(etag, row.ETag);
        Assert.Equal(etag, Assert.Single(h.Transport.Requests.Last().Request.Headers.GetValues("If-Match")));
    }

    /// <summary>A page ends at a partition server's boundary or after 5 s of work, even before its first row; Azurite's never does.</summary>
    [Fact]
    public async Task Query_EmptyPageWithAContinuation_GoesOn()
    {
        using var h = new RestTableHarness();
        const string NextPartition = "1!8!czA-";
        const string NextRow = "1!24!Y18wMDAwMDAwMDAwMDAwMDAx";
        h.Transport.AnswerWith(200, "{\"value\":[]}", ("x-ms-continuation-NextPartitionKey", NextPartition), ("x-ms-continuation-NextRowKey", NextRow));
        h.Transport.Answer(200, $$"""{"value":[{{RestTableHarness.Found}}]}""");
        var range = new TableRange("s0", "c_", "head");

        var first = (await h.Table.QueryAsync(range, null, CancellationToken.None)).Value!;
        var second = (await h.Table.QueryAsync(range, first.Continuation, CancellationToken.None)).Value!;

        Assert.Empty(first.Entities);
        Assert.Single(second.Entities);
        Assert.Null(second.Continuation);
        Assert.EndsWith(
            $"&NextPartitionKey={Uri.EscapeDataString(NextPartition)}&NextRowKey={Uri.EscapeDataString(NextRow)}",
            h.Transport.Requests.Last().Address.AbsoluteUri,
            StringComparison.Ordinal);
    }

    /// <summary>Date has whole seconds: one answer proves the service's time to a second and the round trip, no better.</summary>
    [Fact]
    public async Task Get_DatesOfTheService_ProveItsTimeToASecond()
    {
        using var h = new RestTableHarness();
        const string Date = "Sat, 21 Nov 2026 10:00:00 GMT";
        h.Transport.Answer(404, date: Date).Answer(404, date: Date);

        await h.Table.GetAsync("s0", "head", CancellationToken.None);
        await h.Table.GetAsync("s0", "head", CancellationToken.None);

        Assert.True(h.Clock.TryNow(out var now));
        var second = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.InRange(second, now.Lower, now.Upper);
        Assert.InRange(now.Upper - now.Lower, 990, 1010);
    }

    /// <summary>An answer of something in between has no Date, or no JSON: it proves nothing and is no crash.</summary>
    [Fact]
    public async Task Get_AnswerOfAGateway_ProvesNothing()
    {
        using var h = new RestTableHarness(options: new TableOptions { ReadAttempts = 1 });
        h.Transport.Answer(502, GatewayPage);

        Assert.Equal(TableStatus.Unavailable, (await h.Table.GetAsync("s0", "head", CancellationToken.None)).Status);
        Assert.False(h.Clock.TryNow(out _));
    }

    /// <summary>A role that is missing or has not spread yet, a firewall, keys that are switched off: 403, each with its code.</summary>
    [Theory]
    [InlineData(Denied)]
    [InlineData("{\"odata.error\":{\"code\":\"KeyBasedAuthenticationNotPermitted\",\"message\":{\"lang\":\"en-US\",\"value\":\"Key based authentication is not permitted on this storage account.\"}}}")]
    [InlineData("<?xml version=\"1.0\"?><m:error xmlns:m=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"><m:code>AuthorizationFailure</m:code></m:error>")]
    public async Task Submit_NotAllowed_IsDenied(string body)
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(403, body);

        Assert.Equal(TableStatus.Denied, (await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None)).Status);
    }

    /// <summary>A table that was deleted keeps its name for a while, which Azurite's does not.</summary>
    [Fact]
    public async Task Submit_TableIsBeingDeleted_IsNotFound()
    {
        using var h = new RestTableHarness();
        h.Transport.Answer(409, Error("TableBeingDeleted", "The specified table is being deleted. Try operation later."));

        Assert.Equal(TableStatus.NotFound, (await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None)).Status);
    }

    /// <summary>Whoever may reach the table without a secret signs in to the storage service, or to Cosmos DB where the table is there.</summary>
    [Theory]
    [InlineData("https://acme.table.core.windows.net", "https://storage.azure.com/.default")]
    [InlineData("https://acme.table.core.chinacloudapi.cn", "https://storage.azure.com/.default")]
    [InlineData("https://acme.table.cosmos.azure.com:443", "https://cosmos.azure.com/.default")]
    [InlineData("https://acme.table.cosmosdb.azure.com", "https://cosmos.azure.com/.default")]
    public async Task Get_WithAToken_AsksForTheServicesOwn(string endpoint, string scope)
    {
        using var h = new RestTableHarness();
        var credential = new RecordingCredential();
        using var table = new RestTable(
            StorageConnection.WithToken(new Uri(endpoint), credential), "registry", new TableOptions(), h.Time, new StorageClock(h.Time), h.Counters, Entropy.System, h.Transport);
        h.Transport.Answer(404);

        await table.GetAsync("s0", "head", CancellationToken.None);

        Assert.Equal([scope], credential.Scopes);
    }

    internal static string Error(string code, string message) =>
        $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{message}\\nRequestId:6a4c3c2d-0002-0070-0f4e-000000000000\\nTime:2026-11-21T10:00:00.1234567Z\"}}}}}}";

    internal static TableOperation Insert(string rowKey) => TableOperation.Insert(new TableEntity(rowKey));

    internal static string Part(string status, string json) =>
        $"--changesetresponse_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {status}\r\nX-Content-Type-Options: nosniff\r\n"
        + $"Cache-Control: no-cache\r\nDataServiceVersion: 3.0;\r\nContent-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8\r\n\r\n{json}\r\n";

    internal static string Changeset(params string[] parts) => new StringBuilder()
        .Append("--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n")
        .AppendJoin("", parts)
        .Append("--changesetresponse_1--\r\n--batchresponse_1--\r\n")
        .ToString();

    private sealed class RecordingCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
