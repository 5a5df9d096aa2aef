namespace Registry.Core.Health;

/// <param name="Results">Id, and whether the probe succeeded.</param>
/// <param name="NextCursor">Opaque; null on the last page.</param>
public sealed record HealthCheckPage(IReadOnlyList<KeyValuePair<string, bool>> Results, string? NextCursor);
