using System.Diagnostics.CodeAnalysis;

namespace Registry.Core;

/// <summary>A value or the refusal of it.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        _refusal = refusal;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>For a value whose type has no implicit conversion: an interface.</summary>
    public static Outcome<T> Of(T value) => new(value, null);

    public bool Is([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = _refusal;
        return refusal is null;
    }
}
