namespace Registry.Core.Configuration;

/// <summary>What becomes of an entry.</summary>
public sealed record ConfigDecision
{
    private ConfigDecision()
    {
    }

    /// <summary>Nothing changes.</summary>
    public static ConfigDecision Unchanged { get; } = new();

    /// <summary>The entry goes.</summary>
    public static ConfigDecision Remove { get; } = new() { IsRemoval = true };

    public Refusal? Refusal { get; private init; }

    public bool IsRemoval { get; private init; }

    /// <summary>The entry's new document, or null.</summary>
    public ReadOnlyMemory<byte>? Doc { get; private init; }

    /// <summary>For the write-only column: null leaves what is there, empty clears it.</summary>
    public string? Secret { get; private init; }

    /// <summary>For the audit.</summary>
    public string? Reason { get; init; }

    public static implicit operator ConfigDecision(Refusal refusal) => new() { Refusal = refusal };

    /// <param name="doc">UTF-8 JSON, without secrets.</param>
    /// <param name="secret">For the write-only column: null leaves what is there, empty clears it.</param>
    public static ConfigDecision Put(ReadOnlyMemory<byte> doc, string? secret = null) => new() { Doc = doc, Secret = secret };
}
