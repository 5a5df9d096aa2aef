using Registry.Core.Agents;
using Registry.Http.Auth;

namespace Registry.Functions.Settings;

internal static class KeySettingsReader
{
    private const string Prefix = "Registry__Keys";
    private const int HashBytes = 32;
    private const int MaxNamespaceLength = 128;
    private const int MaxNamespaces = 32;
    private const int MaxAgentsLimit = 10_000_000;

    public static IReadOnlyList<ApiKeyOptions> Read(SettingReader reader)
    {
        var keys = new List<ApiKeyOptions>();
        var takenHashes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in reader.NamesBelow(Prefix))
        {
            keys.Add(ReadKey(reader, name, takenHashes));
        }

        // A limit on a key that is not understood is not to be left out.
        foreach (var unknown in reader.UnknownBelow(Prefix))
        {
            reader.Refuse(unknown, "must be Sha256, Role, Namespace or MaxAgents of a key, with one value");
        }

        return keys;
    }

    private static ApiKeyOptions ReadKey(SettingReader reader, string name, HashSet<string> takenHashes)
    {
        var key = $"{Prefix}__{name}";
        if (!KeyNames.IsValid(name))
        {
            reader.Refuse(key, $"must have a name of {KeyNames.Rule}");
        }

        return new ApiKeyOptions
        {
            Name = name,
            Hashes = ReadHashes(reader, $"{key}__Sha256", takenHashes),
            Role = ReadRole(reader, $"{key}__Role"),
            Namespaces = ReadNamespaces(reader, $"{key}__Namespace"),
            MaxAgents = reader.WholeNumberOrNull($"{key}__MaxAgents", 1, MaxAgentsLimit),
        };
    }

    private static List<byte[]> ReadHashes(SettingReader reader, string setting, HashSet<string> taken)
    {
        const string Right = "must be the SHA-256 of the key as 64 hexadecimal digits; several, separated by commas, while it is rotated";
        var hashes = new List<byte[]>();
        var texts = reader.Text(setting)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (var text in texts)
        {
            if (text.Length != HashBytes * 2 || !text.All(char.IsAsciiHexDigit))
            {
                reader.Refuse(setting, Right);
                return hashes;
            }

            if (!taken.Add(text.ToUpperInvariant()))
            {
                reader.Refuse(setting, "must be a hash that no other key has and that is given once");
                return hashes;
            }

            hashes.Add(Convert.FromHexString(text));
        }

        if (hashes.Count == 0)
        {
            reader.Refuse(setting, Right);
        }

        return hashes;
    }

    private static CallerRole ReadRole(SettingReader reader, string setting)
    {
        var role = RoleWords.Parse(reader.Text(setting) ?? "");
        if (role == CallerRole.None)
        {
            reader.Refuse(setting, "must be " + RoleWords.Rule);
        }

        return role;
    }

    private static string[] ReadNamespaces(SettingReader reader, string setting)
    {
        var text = reader.Text(setting);
        var entries = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if ((entries.Length == 0) != (text is null) || entries.Length > MaxNamespaces || entries.Any(static entry => entry.Length > MaxNamespaceLength || entry.Any(char.IsControl)))
        {
            reader.Refuse(
                setting,
                $"must be agent types or id prefixes, 1 to {MaxNamespaces} separated by commas, each of at most {MaxNamespaceLength} characters without control characters");
        }

        return entries;
    }
}
