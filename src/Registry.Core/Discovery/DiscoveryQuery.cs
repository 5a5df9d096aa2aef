using Registry.Core.Agents;
using Registry.Core.Discovery.CustomIndexes;
using Registry.Core.Health;

namespace Registry.Core.Discovery;

/// <summary>What a discovery asks for: filters that must all hold, an order, a page. Null or empty members ask nothing.</summary>
public sealed class DiscoveryQuery
{
    public const int MaxLimit = 1000;

    private string? _signature;

    internal DiscoveryQuery()
    {
    }

    /// <summary>Every agent, by id.</summary>
    public static DiscoveryQuery All { get; } = new();

    /// <summary>Compared without case.</summary>
    public string? Type { get; internal init; }

    public AgentKind? Kind { get; internal init; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<CapabilityFilter> Capabilities { get; internal init; } = [];

    /// <summary>One of them at least.</summary>
    public IReadOnlyList<CapabilityFilter> AnyCapability { get; internal init; } = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Tags { get; internal init; } = [];

    /// <summary>One of them.</summary>
    public IReadOnlyList<HealthStatus> Statuses { get; internal init; } = [];

    /// <summary>Whether the status is, or is not, healthy.</summary>
    public bool? Healthy { get; internal init; }

    public string? Environment { get; internal init; }

    public VersionFilter? Version { get; internal init; }

    public SafeRegex? Name { get; internal init; }

    /// <summary><c>*</c> asks for those that serve all handlers.</summary>
    public string? Handler { get; internal init; }

    public Lifecycle? Lifecycle { get; internal init; }

    public string? SystemType { get; internal init; }

    public string? Owner { get; internal init; }

    /// <summary>Where it lies, exactly.</summary>
    public string? Path { get; internal init; }

    /// <summary>Values in custom indexes: all of them. Which index a name means is found out when the query runs.</summary>
    public IReadOnlyList<IndexFilter> Indexes { get; internal init; } = [];

    /// <summary>Each must occur, without case, in the name, the description or a capability's name.</summary>
    public IReadOnlyList<string> Words { get; internal init; } = [];

    public DiscoverySort Sort { get; internal init; }

    /// <summary>Members to answer; null for all.</summary>
    public IReadOnlySet<string>? Fields { get; internal init; }

    /// <summary>1 … 1,000.</summary>
    public int Limit { get; internal init; } = MaxLimit;

    internal DiscoveryCursor? Cursor { get; set; }

    /// <summary>Filters and order as one text: equal exactly for queries whose pages fit together.</summary>
    internal string Signature => _signature ??= DiscoverySignature.Of(this);

    /// <summary>Reads the parameters of a request. Null when one of them, or a name repeated where one value makes sense, is wrong: then every error is in <paramref name="errors"/>.</summary>
    /// <param name="parameters">May repeat. Names that are not known are ignored.</param>
    /// <param name="errors">By parameter.</param>
    public static DiscoveryQuery? Parse(IEnumerable<KeyValuePair<string, string>> parameters, FieldErrors errors) =>
        DiscoveryQueryParser.Parse(parameters, errors);

    /// <summary>As <see cref="Parse"/>, with a parameter <c>path</c> that must be there.</summary>
    public static DiscoveryQuery? ParseByPath(IEnumerable<KeyValuePair<string, string>> parameters, FieldErrors errors) =>
        DiscoveryQueryParser.Parse(parameters, errors, byPath: true);

    /// <summary>Whether an agent meets every filter, custom indexes aside; false also once the pattern has given up.</summary>
    public bool Matches(Agent agent) => DiscoveryMatch.Indexed(this, agent) && DiscoveryMatch.Unindexed(this, agent);
}
