using Registry.Core.Agents;
using Registry.Core.Health;

namespace Registry.Core.Tests.Discovery;

/// <summary>Agents whose values come from small sets, so that random filters find some of them.</summary>
internal sealed class RandomAgents(Random random)
{
    public static readonly string[] Types = ["llm", "Memory", "tool", "router", "LLM"];
    public static readonly string[] Capabilities = ["chat", "search", "embed", "Chat", "plan", "rare"];
    public static readonly string[] Tags = ["gpu", "eu", "us", "beta", "x y"];
    public static readonly string[] Environments = ["prod", "dev", "test"];
    public static readonly string?[] Versions = [null, "1.0.0", "1.2.3", "2.0.0", "2.1.0-rc.1", "latest", "1.2"];
    public static readonly string?[] Handlers = [null, "*", "h1", "h2"];
    public static readonly string?[] Owners = [null, "alice", "bob"];
    public static readonly string?[] SystemTypes = [null, null, "database", "ldap"];
    public static readonly string[] Words = ["Mail", "gateway", "ÄRGER", "cron"];

    public T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    public Agent Next(string id) => new()
    {
        Id = id,
        MutationId = "m",
        Owner = Pick(Owners),
        RegisteredAt = random.Next(50),
        Seen = random.Next(100),
        Reported = (HealthStatus)random.Next((int)HealthStatus.Unreachable),
        LapseMark = random.Next(4) == 0 ? 7 : 0,
        Lifecycle = Pick(Enum.GetValues<Lifecycle>()),
        Registration = Registration(),
    };

    /// <summary>A change of the kind a living agent sees: of its state only, or of what is registered too.</summary>
    public Agent Change(Agent agent) => random.Next(3) switch
    {
        0 => agent with { Reported = (HealthStatus)random.Next((int)HealthStatus.Unreachable), LapseMark = random.Next(2) },
        1 => agent with { Registration = agent.Registration with { Capabilities = SomeCapabilities(), Tags = Some(Tags) } },
        _ => agent with { Registration = Registration(), Lifecycle = Pick(Enum.GetValues<Lifecycle>()), Owner = Pick(Owners) },
    };

    private Registration Registration() => new()
    {
        Name = $"{Pick(Words)}-{random.Next(40)}",
        Type = Pick(Types),
        Kind = Pick(Enum.GetValues<AgentKind>()),
        Description = random.Next(2) == 0 ? null : $"the {Pick(Words)} of {Pick(Words)}",
        Version = Pick(Versions),
        Capabilities = SomeCapabilities(),
        Tags = Some(Tags),
        Environment = random.Next(3) == 0 ? null : Pick(Environments),
        Handler = Pick(Handlers),
        SystemType = Pick(SystemTypes),
        Priority = random.Next(4),
    };

    // Also the same name twice, with different versions, and lists long enough for the other way of comparing them.
    private List<Capability> SomeCapabilities()
    {
        var capabilities = new List<Capability>();
        var length = random.Next(20) == 0 ? 40 : random.Next(4);
        for (var i = 0; i < length; i++)
        {
            capabilities.Add(new Capability(i < 4 ? Pick(Capabilities) : $"c{random.Next(60)}") { Version = Pick(Versions) });
        }

        return capabilities;
    }

    private List<string> Some(string[] values) => [.. values.Where(_ => random.Next(3) == 0)];
}
