using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Registry.Core.Storage;
using Registry.Tables.Rest;
using Xunit;

namespace Registry.Tables.Tests.Rest;

public sealed class TableStatusMapTests
{
    [Theory]
    [InlineData(404, "ResourceNotFound", TableStatus.NotFound, TableStatus.NotFound)]
    [InlineData(404, "TableNotFound", TableStatus.NotFound, TableStatus.NotFound)]
    [InlineData(409, "EntityAlreadyExists", TableStatus.Exists, TableStatus.Exists)]
    [InlineData(409, "TableBeingDeleted", TableStatus.NotFound, TableStatus.NotFound)]
    [InlineData(412, "UpdateConditionNotSatisfied", TableStatus.Contention, TableStatus.Contention)]
    [InlineData(412, "", TableStatus.Contention, TableStatus.Contention)]
    [InlineData(413, "RequestBodyTooLarge", TableStatus.TooLarge, TableStatus.TooLarge)]
    [InlineData(400, "EntityTooLarge", TableStatus.TooLarge, TableStatus.TooLarge)]
    [InlineData(400, "PropertyValueTooLarge", TableStatus.TooLarge, TableStatus.TooLarge)]
    [InlineData(400, "TooManyProperties", TableStatus.TooLarge, TableStatus.TooLarge)]
    [InlineData(429, "", TableStatus.Throttled, TableStatus.Throttled)]
    [InlineData(503, "ServerBusy", TableStatus.Throttled, TableStatus.Throttled)]
    [InlineData(503, "", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(500, "InternalError", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(500, "OperationTimedOut", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(502, "", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(504, "", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(408, "", TableStatus.OutcomeUnknown, TableStatus.Unavailable)]
    [InlineData(401, "", TableStatus.Denied, TableStatus.Denied)]
    [InlineData(403, "AuthenticationFailed", TableStatus.Denied, TableStatus.Denied)]
    public void FromAnswer_Expected_IsAStatus(int status, string code, TableStatus write, TableStatus read)
    {
        Assert.Equal(write, TableStatusMap.FromAnswer(status, code, "", isWrite: true));
        Assert.Equal(read, TableStatusMap.FromAnswer(status, code, "", isWrite: false));
    }

    [Theory]
    [InlineData(400, "InvalidInput")]
    [InlineData(400, "")]
    [InlineData(409, "SomethingElse")]
    [InlineData(405, "")]
    [InlineData(307, "")]
    public void FromAnswer_Other_Throws(int status, string code)
    {
        var thrown = Assert.Throws<TableRequestException>(() => TableStatusMap.FromAnswer(status, code, "why", isWrite: true));
        Assert.Equal((status, code), (thrown.Status, thrown.Code));
    }

    [Fact]
    public void FromFailure_NoAnswer_DependsOnWhetherItWasSent()
    {
        Exception[] failures =
        [
            new RequestFailedException("refused", new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException(111))),
            new HttpRequestException("reset"),
            new IOException("broken"),
            new TaskCanceledException("time-out"),
        ];
        foreach (var failure in failures)
        {
            Assert.Equal(TableStatus.OutcomeUnknown, TableStatusMap.FromFailure(failure, sent: true));
            Assert.Equal(TableStatus.Unavailable, TableStatusMap.FromFailure(failure, sent: false));
        }
    }

    [Fact]
    public void FromFailure_NoCredential_IsDenied() =>
        Assert.Equal(TableStatus.Denied, TableStatusMap.FromFailure(new CredentialUnavailableException("none"), sent: false));

    [Fact]
    public void FromFailure_FaultOfThisProgram_IsNone() =>
        Assert.Null(TableStatusMap.FromFailure(new InvalidOperationException(), sent: true));
}
