namespace Registry.Http.Auth;

/// <summary>Names of keys: they are shown as owners and actors.</summary>
public static class KeyNames
{
    /// <summary>For a person.</summary>
    public const string Rule = "1 to 64 letters, digits, '.', '_' or '-'";

    private const int MaxLength = 64;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
}
