namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>Asks for agents that have a value in a custom index.</summary>
public sealed record IndexFilter(string Name, string Value);
