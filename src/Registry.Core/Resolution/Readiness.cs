namespace Registry.Core.Resolution;

/// <summary>Which types have a provider that can be used.</summary>
/// <param name="Available">Type, as it was asked for, and who it would be.</param>
/// <param name="Missing">Types without one.</param>
/// <param name="AgeMs">How old the state behind the answer is.</param>
public sealed record Readiness(IReadOnlyList<KeyValuePair<string, string>> Available, IReadOnlyList<string> Missing, long AgeMs)
{
    public bool IsReady => Missing.Count == 0;
}
