namespace Registry.Core.Tests.Simulation;

/// <summary>A change of one metadata key leaves the others as they were. (Only a PUT, which gives the agent a new name, replaces them all.)</summary>
internal static class LostUpdates
{
    public static IEnumerable<string> Check(RunLog log)
    {
        foreach (var change in log.Changes)
        {
            if (change.Before is null || change.After is null || change.IsRegistration || change.Before.Registration.Name != change.After.Registration.Name)
            {
                continue;
            }

            var before = Markers.Metadata(change.Before);
            var after = Markers.Metadata(change.After);
            var changed = before.Keys.Union(after.Keys).Count(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key));
            if (changed > 1)
            {
                yield return $"{change}: it changed {changed} metadata keys at once, from {string.Join(",", before)} to {string.Join(",", after)}";
            }
        }
    }
}
