namespace Registry.Http.Tests;

/// <summary>One server-sent event.</summary>
internal sealed record StreamEvent(string Id, string Type, string Data);
