namespace Registry.Contracts.Services;

/// <summary>A page of services.</summary>
public sealed record ServicePage
{
    /// <summary>At most <c>limit</c>.</summary>
    public required IReadOnlyList<ServiceDefinition> Services { get; init; }

    /// <summary>How many are on this page.</summary>
    public required int Count { get; init; }

    /// <summary>How many match in all.</summary>
    public required int Total { get; init; }

    /// <summary>Given back as <c>cursor</c> it continues the list; absent on the last page. Opaque.</summary>
    public string? NextCursor { get; init; }
}
