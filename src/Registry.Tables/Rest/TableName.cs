namespace Registry.Tables.Rest;

/// <summary>The service's rule for table names: 3 to 63 letters and digits, a letter first, compared without case.</summary>
public static class TableName
{
    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
        && !string.Equals(name, "tables", StringComparison.OrdinalIgnoreCase);
}
