namespace Registry.Tables.Azurite;

/// <summary>What became of starting Azurite.</summary>
/// <param name="Process">It, to be disposed of; null if something listened on the port already, or it failed.</param>
/// <param name="Error">Why it failed and how to go on, for a person; null if it did not.</param>
public sealed record AzuriteStart(AzuriteProcess? Process, string? Error)
{
    public bool IsOk => Error is null;
}
