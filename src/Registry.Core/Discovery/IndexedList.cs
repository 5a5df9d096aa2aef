namespace Registry.Core.Discovery;

/// <summary>Carries the difference of two lists of values into an index.</summary>
internal static class IndexedList
{
    // Below this, comparing each with each is cheaper than building a set.
    private const int Short = 16;

    public static void Replace<T>(Postings postings, IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> value, int slot)
    {
        if (ReferenceEquals(before, after))
        {
            return;
        }

        // Removing first is right also when a value is listed twice: what stays is never removed.
        ForEachOnlyIn(before, after, value, postings, slot, static (index, name, at) => index.Remove(name, at));
        ForEachOnlyIn(after, before, value, postings, slot, static (index, name, at) => index.Add(name, at));
    }

    private static void ForEachOnlyIn<T>(
        IReadOnlyList<T> list, IReadOnlyList<T> other, Func<T, string> value, Postings postings, int slot, Action<Postings, string, int> act)
    {
        var set = list.Count > Short && other.Count > Short ? other.Select(value).ToHashSet(StringComparer.Ordinal) : null;
        for (var i = 0; i < list.Count; i++)
        {
            var name = value(list[i]);
            if (set is null ? !Has(other, value, name) : !set.Contains(name))
            {
                act(postings, name, slot);
            }
        }
    }

    private static bool Has<T>(IReadOnlyList<T> list, Func<T, string> value, string name)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (string.Equals(value(list[i]), name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
