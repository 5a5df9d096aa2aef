namespace Registry.Core.Health;

/// <summary>How what an agent depends on is, at any depth.</summary>
/// <param name="Down">Ids of what can't be used, the nearest first, at most <see cref="Most"/>.</param>
/// <param name="HasDegraded">Whether something of the rest is degraded.</param>
public sealed record DependencyReport(IReadOnlyList<string> Down, bool HasDegraded)
{
    /// <summary>Most ids that are named.</summary>
    public const int Most = 20;
}
