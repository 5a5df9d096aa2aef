namespace Registry.Core.Discovery.CustomIndexes;

/// <summary>The indexes that are always there. <c>index.tag=x</c> is <c>tag=x</c>.</summary>
public static class BuiltInIndexes
{
    /// <summary>By name.</summary>
    public static IReadOnlyList<(string Name, string Path)> All { get; } =
    [
        ("capability", "capabilities"), ("environment", "environment"), ("handler", "handler"), ("kind", "kind"), ("lifecycle", "lifecycle"),
        ("owner", "owner"), ("path", "path"), ("status", "status"), ("system_type", "system_type"), ("tag", "tags"), ("type", "type"),
    ];

    public static bool Has(string name) => All.Any(index => index.Name == name);
}
