namespace Registry.Http.Tests.OpenApi;

/// <summary>A request of an <c>.http</c> file.</summary>
/// <param name="Title">What stands after <c>###</c>: an operation's id, and more.</param>
/// <param name="Expected">The status in its comment.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">By name.</param>
/// <param name="Body">Null where there is none.</param>
internal sealed record HttpFileRequest(
    string Title, int Expected, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    public string OperationId => Title.Split(' ')[0];
}
