using Registry.Contracts.Usage;
using Registry.Core.Usage;

namespace Registry.Http.Usage;

/// <summary>The member <c>usage</c> of an agent, where it is asked for.</summary>
internal static class UsageMember
{
    public static AgentUsage Of(AgentUse use) => new() { AccessCount = use.Count, LastAccessed = Time(use.Last) };

    public static DateTimeOffset? Time(long unixMs) => unixMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(unixMs) : null;
}
