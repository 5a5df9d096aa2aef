namespace Registry.Core.Configuration;

/// <summary>Something that an operator set for the whole registry. Immutable.</summary>
/// <param name="Kind">One of <see cref="ConfigKinds"/>.</param>
/// <param name="Id">Unique within its kind; the alphabet of an agent's id.</param>
/// <param name="Doc">UTF-8 JSON, at most <see cref="MaxDocLength"/> bytes: what its kind says. Secrets are not in it.</param>
public sealed record ConfigEntry(string Kind, string Id, ReadOnlyMemory<byte> Doc)
{
    // A string column holds 64 KiB of UTF-16.
    public const int MaxDocLength = 32_000;

    /// <summary>Number of its last change.</summary>
    public long Seq { get; init; }

    /// <summary>When it was made, Unix milliseconds of storage time.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When it last changed, Unix milliseconds of storage time.</summary>
    public long UpdatedAt { get; init; }

    /// <summary>Number of the change that last set its secret; 0 while it has none.</summary>
    public long SecretSeq { get; init; }

    internal string Key => KeyOf(Kind, Id);

    /// <summary>The partition's id of it: <c>!</c> is in no kind and in no id.</summary>
    internal static string KeyOf(string kind, string id) => $"{kind}!{id}";
}
