namespace Registry.Core.Agents;

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name; null where no key is configured (a development instance on loopback).</param>
/// <param name="Role">What it may do.</param>
public sealed record Caller(string? Name, CallerRole Role)
{
    /// <summary>
    /// What its key is confined to: agents whose type one of these is, compared without case, or whose id begins with one of them.
    /// Empty: to nothing.
    /// </summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Of the request, for the log and the audit.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>How many agents it may own at a time; null for no limit.</summary>
    public int? MaxAgents { get; init; }

    /// <summary>The registry itself: jobs.</summary>
    public static Caller Registry { get; } = new("registry", CallerRole.Admin);

    /// <summary>Whether it may change what is registered: its own, or anybody's as an operator, within what it is confined to.</summary>
    public bool MayChange(Agent agent) =>
        (Role >= CallerRole.Operator || string.Equals(Name, agent.Owner, StringComparison.Ordinal)) && Covers(agent.Id, agent.Registration.Type);

    /// <summary>Whether an agent of this id and type is within what the caller is confined to.</summary>
    public bool Covers(string id, string type)
    {
        foreach (var entry in Namespaces)
        {
            if (id.StartsWith(entry, StringComparison.Ordinal) || string.Equals(type, entry, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return Namespaces.Count == 0;
    }
}
