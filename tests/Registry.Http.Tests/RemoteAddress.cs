namespace Registry.Http.Tests;

/// <summary>Where callers of a test's server come from.</summary>
internal sealed class RemoteAddress
{
    public string? Value { get; set; }
}
