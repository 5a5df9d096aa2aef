namespace Registry.Core.Discovery;

/// <summary>The total order of a list: by value, then by id.</summary>
internal readonly struct SortOrder(bool descending) : IComparer<SortEntry>
{
    public int Compare(SortEntry x, SortEntry y) => Compare(x.Text, x.Number, x.Agent.Id, y.Text, y.Number, y.Agent.Id);

    /// <summary>Whether an entry comes after the last one of the page before.</summary>
    public bool IsAfter(in SortEntry entry, DiscoveryCursor cursor) =>
        Compare(entry.Text, entry.Number, entry.Agent.Id, cursor.Text, cursor.Number, cursor.Id) > 0;

    private int Compare(string text, long number, string id, string otherText, long otherNumber, string otherId)
    {
        var byValue = string.CompareOrdinal(text, otherText);
        if (byValue == 0)
        {
            byValue = number.CompareTo(otherNumber);
        }

        if (byValue != 0)
        {
            return descending ? -byValue : byValue;
        }

        return string.CompareOrdinal(id, otherId);
    }
}
