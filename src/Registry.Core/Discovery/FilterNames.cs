namespace Registry.Core.Discovery;

/// <summary>The wire names of enumerations in filters: the lower case of a member's name.</summary>
internal static class FilterNames
{
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Names<T>.All)
        {
            if (string.Equals(candidate.Key, text, StringComparison.Ordinal))
            {
                value = candidate.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static string Expected<T>()
        where T : struct, Enum => Names<T>.Expected;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly KeyValuePair<string, T>[] All =
            [.. Enum.GetValues<T>().Select(value => KeyValuePair.Create(value.ToString().ToLowerInvariant(), value))];

        public static readonly string Expected = $"One of {string.Join(", ", All.Select(name => name.Key))}.";
    }
}
