using Registry.Contracts.Lifecycles;
using Registry.Core.Lifecycles;

namespace Registry.Http.Lifecycles;

/// <summary>Errors as they are answered.</summary>
internal static class ErrorEntries
{
    public static IReadOnlyList<ErrorEntry> Of(IReadOnlyList<AgentError> errors) =>
    [
        .. errors.Select(static error => new ErrorEntry
        {
            Time = DateTimeOffset.FromUnixTimeMilliseconds(error.Time),
            Message = error.Message,
            Actor = error.Actor,
        }),
    ];
}
