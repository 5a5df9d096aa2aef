using Registry.Http.Problems;

namespace Registry.Http.Batches;

/// <summary>What became of one item.</summary>
/// <param name="Id">The agent; null where the item named none and none was made.</param>
/// <param name="Status">The HTTP status that the item alone would have had.</param>
/// <param name="Refusal">Why it failed; null where it did not.</param>
internal readonly record struct BatchItem(string? Id, int Status, HttpRefusal? Refusal)
{
    public static BatchItem Done(string id, int status) => new(id, status, null);

    public static BatchItem Refused(string? id, HttpRefusal refusal) => new(id, refusal.Kind.Status, refusal);
}
