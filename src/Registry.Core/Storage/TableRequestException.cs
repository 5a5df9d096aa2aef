namespace Registry.Core.Storage;

/// <summary>The service refused a request as malformed, or answered something outside its protocol: a fault of this program.</summary>
public sealed class TableRequestException(int status, string code, string message)
    : Exception($"Table service answered {status} {code}: {message}")
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
