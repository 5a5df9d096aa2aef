using System.Runtime.CompilerServices;

namespace Registry.Core.Discovery;

/// <summary>
/// Keeps what a version's text was parsed to: every filter of every query asks for it. Takes 8 bytes until then. Says nothing of its own, so any
/// two are equal. Thread-safe, as what is parsed twice comes out the same.
/// </summary>
internal struct ParsedVersion : IEquatable<ParsedVersion>
{
    private static readonly StrongBox<SemanticVersion> None = new();

    private StrongBox<SemanticVersion>? _box;

    /// <param name="text">The same each time.</param>
    /// <param name="version">The version.</param>
    public bool TryGet(string? text, out SemanticVersion version)
    {
        var box = Volatile.Read(ref _box);
        if (box is null)
        {
            box = SemanticVersion.TryParse(text, out var parsed) ? new StrongBox<SemanticVersion>(parsed) : None;
            Volatile.Write(ref _box, box);
        }

        version = box.Value;
        return !ReferenceEquals(box, None);
    }

    public readonly bool Equals(ParsedVersion other) => true;

    public override readonly bool Equals(object? obj) => obj is ParsedVersion;

    public override readonly int GetHashCode() => 0;
}
