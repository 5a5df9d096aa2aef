namespace Registry.Contracts.Auth;

/// <summary>Who a caller is here.</summary>
public sealed record WhoAmI
{
    /// <summary>Name of the key; absent where none is configured (a development instance on loopback).</summary>
    public string? Name { get; init; }

    /// <summary><c>reader</c>, <c>agent</c>, <c>operator</c> or <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The agent types and id prefixes that it is confined to, separated by commas; absent: to none.</summary>
    public string? Namespace { get; init; }
}
