using Azure;
using Azure.Identity;
using Registry.Core.Storage;

namespace Registry.Tables.Rest;

/// <summary>
/// The one place where the service's answers, and what goes wrong on the way to it, become a <see cref="TableStatus"/>. Source: "Table
/// Storage error codes" and "Common REST API error codes".
/// </summary>
internal static class TableStatusMap
{
    /// <summary>What an error answer means, of a call or of one operation in a transaction.</summary>
    /// <exception cref="TableRequestException">It is none of the expected refusals.</exception>
    public static TableStatus FromAnswer(int status, string code, string message, bool isWrite) => (status, code) switch
    {
        (404, _) => TableStatus.NotFound,
        (409, TableErrorCodes.EntityAlreadyExists) => TableStatus.Exists,
        // The table is as good as gone, and the service takes no request for it.
        (409, TableErrorCodes.TableBeingDeleted) => TableStatus.NotFound,
        (412, _) => TableStatus.Contention,
        (413, _) => TableStatus.TooLarge,
        (400, TableErrorCodes.EntityTooLarge or TableErrorCodes.PropertyValueTooLarge or TableErrorCodes.RequestBodyTooLarge
            or TableErrorCodes.TooManyProperties) => TableStatus.TooLarge,
        (401 or 403, _) => TableStatus.Denied,
        // 449 is Cosmos DB's: another write came in between, nothing was done.
        (429 or 449, _) or (503, TableErrorCodes.ServerBusy) => TableStatus.Throttled,
        // A gateway answers 502 to 504 for a service that may have done it; the service answers 500 OperationTimedOut for one that it may still do.
        (408 or >= 500, _) => NoProof(isWrite),
        _ => throw new TableRequestException(status, code, message),
    };

    /// <summary>What a failure to get an answer means; null if it is no failure of the call but a fault of this program.</summary>
    /// <param name="failure">What was thrown. A cancellation by the caller is not to be asked about.</param>
    /// <param name="sent">
    /// Whether a write ever began to go out, on whatever connection. The exception does not tell: after a pooled connection broke
    /// under a request, the transport connects anew, and it is that connection's refusal which is thrown.
    /// </param>
    public static TableStatus? FromFailure(Exception failure, bool sent) => failure switch
    {
        AuthenticationFailedException => TableStatus.Denied,
        OperationCanceledException or HttpRequestException or IOException or RequestFailedException { Status: 0 } => NoProof(sent),
        _ => null,
    };

    private static TableStatus NoProof(bool maybeDone) => maybeDone ? TableStatus.OutcomeUnknown : TableStatus.Unavailable;
}
