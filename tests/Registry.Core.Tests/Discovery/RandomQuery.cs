using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Core.Tests.Discovery;

/// <summary>Random parameters, and next to each what they mean, written without the code under test.</summary>
internal sealed class RandomQuery
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];
    private readonly List<Func<Agent, bool>> _meaning = [];

    public RandomQuery(Random random, RandomAgents agents)
    {
        for (var filters = random.Next(4); filters > 0; filters--)
        {
            AddFilter(random, agents);
        }

        if (random.Next(2) == 0)
        {
            AddSort(agents.Pick(["name", "-name", "registered_at", "-registered_at", "last_seen", "-last_seen", "priority", "-priority"]));
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>Before the id.</summary>
    public Comparison<Agent> Order { get; private set; } = static (_, _) => 0;

    public override string ToString() => string.Join("&", _parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));

    public DiscoveryQuery Page(int limit, string? cursor)
    {
        List<KeyValuePair<string, string>> parameters = [.. _parameters, new("limit", $"{limit}")];
        if (cursor is not null)
        {
            parameters.Add(new("cursor", cursor));
        }

        var errors = new FieldErrors();
        var query = DiscoveryQuery.Parse(parameters, errors);
        Assert.True(query is not null, $"{this}: {string.Join(' ', errors.ByField.SelectMany(field => field.Value))}");
        return query;
    }

    public bool Means(Agent agent) => _meaning.TrueForAll(meaning => meaning(agent));

    public List<Agent> Expected(IEnumerable<Agent> agents)
    {
        var expected = agents.Where(Means).ToList();
        expected.Sort((left, right) => Order(left, right) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
        return expected;
    }

    private void AddSort(string sort)
    {
        _parameters.Add(new("sort", sort));
        Comparison<Agent> ascending = sort.TrimStart('-') switch
        {
            "name" => static (left, right) => string.CompareOrdinal(left.Registration.Name, right.Registration.Name),
            "registered_at" => static (left, right) => left.RegisteredAt.CompareTo(right.RegisteredAt),
            "last_seen" => static (left, right) => left.Seen.CompareTo(right.Seen),
            _ => static (left, right) => left.Registration.Priority.CompareTo(right.Registration.Priority),
        };
        Order = sort[0] == '-' ? (left, right) => ascending(right, left) : ascending;
    }

    private void AddFilter(Random random, RandomAgents agents)
    {
        var a = agents.Pick(RandomAgents.Capabilities);
        var b = agents.Pick(RandomAgents.Capabilities);
        switch (random.Next(19))
        {
            case 0:
                Once("type", agents.Pick(RandomAgents.Types), static (agent, type) => agent.Registration.Type.Equals(type, StringComparison.OrdinalIgnoreCase));
                break;
            case 1:
                Once("kind", agents.Pick(["agent", "service", "system"]), static (agent, kind) => AgentWords.Kind[agent.Registration.Kind] == kind);
                break;
            case 2:
                Add("capability", $"{a},{b}", agent => Has(agent, a) && Has(agent, b));
                break;
            case 3:
                Add("capability", a, agent => Has(agent, a));
                Add("capability", b, agent => Has(agent, b));
                break;
            case 4:
                Add("capability", a + "@^1.0", agent => Versions(agent, a).Any(static version => version is "1.0.0" or "1.2.3"));
                break;
            case 5 when !_parameters.Exists(static parameter => parameter.Key == "any_capability"):
                Add("any_capability", $"{a},nobody, {b}@2.x", agent => Has(agent, a) || Versions(agent, b).Contains("2.0.0"));
                break;
            case 6:
                var tag = agents.Pick(RandomAgents.Tags);
                var other = agents.Pick(RandomAgents.Tags);
                Add("tag", $"{tag},{other}", agent => agent.Registration.Tags.Contains(tag) && agent.Registration.Tags.Contains(other));
                break;
            case 7 when !_parameters.Exists(static parameter => parameter.Key == "status"):
                Add("status", "unhealthy", static agent => agent.Status is HealthStatus.Unhealthy or HealthStatus.Unreachable or HealthStatus.Degraded);
                _parameters.Add(new("status", "unreachable,degraded"));
                break;
            case 8:
                Once("healthy", agents.Pick(["true", "false"]), static (agent, healthy) => (agent.Status == HealthStatus.Healthy) == (healthy == "true"));
                break;
            case 9:
                Once("environment", agents.Pick(RandomAgents.Environments), static (agent, value) => agent.Registration.Environment == value);
                break;
            case 10:
                Once("version", "^1", static (agent, _) => agent.Registration.Version is "1.0.0" or "1.2.3");
                break;
            case 11:
                Once("version", agents.Pick(["latest", "2.1.0-rc.1", "2.0.0"]), static (agent, value) => agent.Registration.Version == value);
                break;
            case 12:
                Once("name", "^(Mail|cron)-1?[0-5]$", static (agent, _) => agent.Registration.Name.Split('-') is ["Mail" or "cron", var number] && int.Parse(number) is (>= 0 and <= 5) or (>= 10 and <= 15));
                break;
            case 13:
                Once("handler", agents.Pick(["h1", "*", "h3"]), static (agent, value) => (agent.Registration.Handler ?? "*") == value);
                break;
            case 14:
                Once("lifecycle", agents.Pick(["active", "error"]), static (agent, value) => AgentWords.Lifecycle[agent.Lifecycle] == value);
                break;
            case 15:
                Once("system_type", agents.Pick(["database", "ldap", "rest_api"]), static (agent, value) => agent.Registration.SystemType == value);
                break;
            case 16:
                Once("owner", agents.Pick(["alice", "bob", "eve"]), static (agent, value) => agent.Owner == value);
                break;
            case 17:
                Once("q", "mAIL  ärger", static (agent, _) => Text(agent).Contains("mail") && Text(agent).Contains("ärger"));
                break;
            default:
                Once("q", "emb", static (agent, _) => Text(agent).Contains("emb"));
                break;
        }
    }

    private void Once(string name, string value, Func<Agent, string, bool> meaning)
    {
        if (!_parameters.Exists(parameter => parameter.Key == name))
        {
            Add(name, value, agent => meaning(agent, value));
        }
    }

    private void Add(string name, string value, Func<Agent, bool> meaning)
    {
        _parameters.Add(new(name, value));
        _meaning.Add(meaning);
    }

    private static bool Has(Agent agent, string capability) => agent.Registration.Capabilities.Any(has => has.Name == capability);

    private static IEnumerable<string?> Versions(Agent agent, string capability) =>
        agent.Registration.Capabilities.Where(has => has.Name == capability).Select(has => has.Version);

    private static string Text(Agent agent) =>
        string.Join('\n', [agent.Registration.Name, agent.Registration.Description, .. agent.Registration.Capabilities.Select(has => has.Name)]).ToLowerInvariant();
}
