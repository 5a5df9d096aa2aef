using Registry.Core.Agents;
using Registry.Core.Discovery;

namespace Registry.Core.Resolution;

/// <summary>What somebody needs done.</summary>
public sealed record ResolveQuery
{
    private const string Boolean = "Must be true or false.";

    /// <summary>Compared without case.</summary>
    public required string Type { get; init; }

    /// <summary>Who needs it: its own providers come first. Null or <c>*</c>: only those that serve every handler.</summary>
    public string? Handler { get; init; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<CapabilityFilter> Capabilities { get; init; } = [];

    /// <summary>Whether those that serve every handler do, where the handler's own can't.</summary>
    public bool FallbackToGlobal { get; init; } = true;

    /// <summary>Ids that are not wanted.</summary>
    public IReadOnlySet<string> Exclude { get; init; } = new HashSet<string>();

    /// <summary>Whether what it depends on must be up.</summary>
    public bool RequireDependencies { get; init; }

    /// <summary>Whether every candidate is told; no trial is taken then.</summary>
    public bool Explain { get; init; }

    /// <summary>Looks only: no trial and no turn is taken.</summary>
    public bool Peek { get; init; }

    /// <summary>Reads the parameters of a request. Null when one of them is wrong: then every error is in <paramref name="errors"/>.</summary>
    /// <param name="given">May repeat. Names that are not known are ignored.</param>
    /// <param name="errors">By parameter.</param>
    public static ResolveQuery? Parse(IEnumerable<KeyValuePair<string, string>> given, FieldErrors errors)
    {
        var parameters = new QueryParameters(given, errors);
        var type = parameters.One("type");
        if (type is null && errors.IsEmpty)
        {
            errors.Add("type", "Is required.");
        }

        var query = new ResolveQuery
        {
            Type = type ?? "",
            Handler = parameters.One("handler"),
            Capabilities = parameters.Many<CapabilityFilter>("capability", DiscoveryQueryParser.TryParseCapability, DiscoveryQueryParser.CapabilityForm),
            FallbackToGlobal = Flag(parameters, "fallback_to_global") ?? true,
            Exclude = parameters.Many("exclude").ToHashSet(StringComparer.Ordinal),
            RequireDependencies = Flag(parameters, "require_dependencies") ?? false,
            Explain = Flag(parameters, "explain") ?? false,
        };
        return errors.IsEmpty ? query : null;
    }

    /// <summary>Whether an agent has what is asked for.</summary>
    internal bool HasCapabilities(Agent agent)
    {
        for (var i = 0; i < Capabilities.Count; i++)
        {
            if (!Capabilities[i].Matches(agent.Registration.Capabilities))
            {
                return false;
            }
        }

        return true;
    }

    private static bool? Flag(QueryParameters parameters, string name) => parameters.One<bool>(name, DiscoveryQueryParser.TryParseBoolean, Boolean);
}
