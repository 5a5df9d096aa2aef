using System.Text;
using Registry.Core.Storage;
using Registry.Tables.Rest;
using Xunit;

namespace Registry.Tables.Tests.Rest;

/// <summary>Answers as the service documents them ("Performing entity group transactions"), besides those Azurite gives in the contract suite.</summary>
public sealed class TransactionAnswerTests
{
    private const string Head =
        "--batchresponse_4c637ba4-b2f8-40f8-8856-c2d10d163a83\r\n"
        + "Content-Type: multipart/mixed; boundary=changesetresponse_a6253244-7e21-42a8-a149-479ee9e94a25\r\n\r\n";

    private const string Boundary = "--changesetresponse_a6253244-7e21-42a8-a149-479ee9e94a25";
    private const string Tail = Boundary + "--\r\n--batchresponse_4c637ba4-b2f8-40f8-8856-c2d10d163a83--\r\n";

    [Fact]
    public void Read_AllDone_GivesETagsInOrder()
    {
        var answer = Read(
            2,
            Head
            + Part("HTTP/1.1 204 No Content", "Content-ID: 1\r\nPreference-Applied: return-no-content\r\nDataServiceVersion: 3.0;\r\nETag: W/\"datetime'2013-08-01T01%3A42%3A01.3Z'\"\r\n", "")
            + Part("HTTP/1.1 204 No Content", "Content-ID: 2\r\nDataServiceVersion: 1.0;\r\n", "")
            + Tail);
        Assert.Equal((TableStatus.Ok, -1), (answer.Status, answer.FailedIndex));
        Assert.Equal(["W/\"datetime'2013-08-01T01%3A42%3A01.3Z'\"", ""], answer.ETags);
    }

    [Theory]
    [InlineData("HTTP/1.1 409 Conflict", "EntityAlreadyExists", "3:The specified entity already exists.", TableStatus.Exists, 3)]
    [InlineData("HTTP/1.1 412 Precondition Failed", "UpdateConditionNotSatisfied", "0:The update condition specified in the request was not satisfied.", TableStatus.Contention, 0)]
    [InlineData("HTTP/1.1 404 Not Found", "ResourceNotFound", "12:The specified resource does not exist.", TableStatus.NotFound, 12)]
    [InlineData("HTTP/1.1 413 Request Entity Too Large", "RequestBodyTooLarge", "The request body is too large.", TableStatus.TooLarge, -1)]
    [InlineData("HTTP/1.1 400 Bad Request", "PropertyValueTooLarge", "1:The property value exceeds the maximum allowed size (64KB).", TableStatus.TooLarge, 1)]
    [InlineData("HTTP/1.1 500 Internal Server Error", "InternalError", "Server encountered an internal error.", TableStatus.OutcomeUnknown, -1)]
    [InlineData("HTTP/1.1 503 Service Unavailable", "ServerBusy", "The server is busy.", TableStatus.Throttled, -1)]
    [InlineData("HTTP/1.1 412 Precondition Failed", "UpdateConditionNotSatisfied", "99:no such operation", TableStatus.Contention, -1)]
    public void Read_OneRefused_GivesStatusIndexAndCode(string line, string code, string message, TableStatus status, int index)
    {
        var json = $"{{\"odata.error\":{{\"code\":\"{code}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{message}\\nRequestId:6a4c\\nTime:2013-08-01T01:42:01.3Z\"}}}}}}";
        var answer = Read(20, Head + Part(line, "Content-ID: 4\r\nContent-Type: application/json;odata=minimalmetadata;charset=utf-8\r\n", json) + Tail);
        Assert.Equal((status, index, code), (answer.Status, answer.FailedIndex, answer.Code));
        Assert.Empty(answer.ETags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData(Head + Tail)]
    [InlineData(Head + "--x\r\n\r\nHTTP/1.1 2")]
    [InlineData(Head + Boundary + "\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n" + Tail)]
    public void Read_NotAnAnswerToWhatWasSent_IsOutcomeUnknown(string body)
    {
        Assert.Equal(TableStatus.OutcomeUnknown, Read(2, body).Status);
    }

    [Fact]
    public void Read_RefusalThatIsNotExpected_Throws()
    {
        var json = "{\"odata.error\":{\"code\":\"InvalidInput\",\"message\":{\"lang\":\"en-US\",\"value\":\"0:One of the request inputs is not valid.\"}}}";
        var body = Head + Part("HTTP/1.1 400 Bad Request", "", json) + Tail;
        Assert.Equal("InvalidInput", Assert.Throws<TableRequestException>(() => Read(1, body)).Code);
    }

    private static TableTransaction Read(int operations, string body) => TransactionAnswer.Read(Encoding.UTF8.GetBytes(body), operations);

    private static string Part(string line, string headers, string body) =>
        $"{Boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{line}\r\n{headers}\r\n{body}\r\n";
}
