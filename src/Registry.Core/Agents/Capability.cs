using Registry.Core.Discovery;

namespace Registry.Core.Agents;

/// <summary>Something an agent can do.</summary>
/// <param name="Name">Matched exactly by discovery.</param>
public sealed record Capability(string Name)
{
    private ParsedVersion _parsed;

    /// <summary>Matched by version ranges (<c>name@^1.2</c>); null when the registration did not say.</summary>
    public string? Version
    {
        get;
        init
        {
            field = value;
            _parsed = default;
        }
    }

    public string? Description { get; init; }

    public RawJson? Inputs { get; init; }

    public RawJson? Outputs { get; init; }

    /// <summary>Whether it was registered as an object: then the answer has <c>capability_details</c>.</summary>
    public bool Detailed { get; init; }

    /// <summary>The version, where it is a semantic one. Parsed when it is first asked for.</summary>
    internal bool TryGetSemanticVersion(out SemanticVersion version) => _parsed.TryGet(Version, out version);
}
