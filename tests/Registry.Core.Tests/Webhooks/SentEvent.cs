namespace Registry.Core.Tests.Webhooks;

internal sealed record SentEvent(Uri Url, string Id, string Type, string AgentId, string Secret)
{
    public long Seq => long.Parse(Id.AsSpan(Id.IndexOf(':', StringComparison.Ordinal) + 1), provider: null);
}
