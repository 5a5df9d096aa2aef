namespace Registry.Functions.Tests.Triggers;

/// <summary>A function as the host would see it.</summary>
internal sealed record FunctionFacts(string Name)
{
    /// <summary>Null for one that is not triggered by HTTP.</summary>
    public string? Route { get; init; }

    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The name of the level in AuthorizationLevel.</summary>
    public string Authorization { get; init; } = "";

    /// <summary>Null for one that is not triggered by a timer.</summary>
    public string? Schedule { get; init; }
}
