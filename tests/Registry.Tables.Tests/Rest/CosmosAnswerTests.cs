using Registry.Core.Storage;
using Xunit;
using static Registry.Tables.Tests.Rest.CloudAnswerTests;

namespace Registry.Tables.Tests.Rest;

/// <summary>
/// Where Azure Cosmos DB for Table answers otherwise than the Table service. The answers are written by hand from its documentation
/// ("Frequently asked questions about Azure Cosmos DB for Table", "HTTP status codes for Azure Cosmos DB"), not recorded. docs/deployment.md
/// says what follows from it.
/// </summary>
public sealed class CosmosAnswerTests
{
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=c2VjcmV0;TableEndpoint=https://acme.table.cosmos.azure.com:443/";

    [Fact]
    public async Task Query_OverTheProvisionedThroughput_WaitsAsLongAsItSays()
    {
        using var h = new RestTableHarness(Connection);
        h.Transport.Answer(429, Error("TooManyRequests", "The request rate is too large."), header: "x-ms-retry-after-ms", value: "470").Answer(200, "{\"value\":[]}");

        var read = h.Table.QueryAsync(new TableRange("s0"), null, CancellationToken.None);
        await h.Transport.NextRequestAsync();
        await h.Time.WaitForTimersAsync(2);
        Assert.Equal(TimeSpan.FromMilliseconds(470), h.Time.UntilNextTimer);
        h.Time.Advance(TimeSpan.FromMilliseconds(470));

        Assert.Equal(TableStatus.Ok, (await read).Status);
        Assert.Equal("acme.table.cosmos.azure.com", h.Transport.Requests.First().Address.Host);
    }

    [Fact]
    public async Task Submit_OverTheProvisionedThroughput_IsThrottledAndSentOnce()
    {
        using var h = new RestTableHarness(Connection);
        h.Transport.Answer(429, Error("TooManyRequests", "The request rate is too large."), header: "x-ms-retry-after-ms", value: "0");

        Assert.Equal(TableStatus.Throttled, (await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None)).Status);
        Assert.Single(h.Transport.Requests);
    }

    [Fact]
    public async Task Query_RowsInAnotherOrder_AreSorted()
    {
        using var h = new RestTableHarness(Connection);
        h.Transport.Answer(200, """{"value":[{"RowKey":"head"},{"RowKey":"c_2"},{"RowKey":"c_10"},{"RowKey":"c_1"}]}""");

        var page = (await h.Table.QueryAsync(new TableRange("s0", "c_", "head"), null, CancellationToken.None)).Value!;

        Assert.Equal(["c_1", "c_10", "c_2", "head"], page.Entities.Select(row => row.RowKey));
    }

    [Theory]
    [InlineData(413, "RequestEntityTooLarge", TableStatus.TooLarge)]
    [InlineData(412, "PreconditionFailed", TableStatus.Contention)]
    [InlineData(404, "ResourceNotFound", TableStatus.NotFound)]
    [InlineData(408, "RequestTimeout", TableStatus.OutcomeUnknown)]
    [InlineData(449, "RetryWith", TableStatus.Throttled)]
    public async Task Submit_CodesOfItsOwn_AreToldByTheirStatus(int status, string code, TableStatus expected)
    {
        using var h = new RestTableHarness(Connection);
        h.Transport.Answer(status, Error(code, "0:…"));

        Assert.Equal(expected, (await h.Table.SubmitAsync("s0", [Insert("a")], CancellationToken.None)).Status);
    }
}
