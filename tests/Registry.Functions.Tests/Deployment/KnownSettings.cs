using Microsoft.Extensions.Configuration;
using Registry.Core;
using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Deployment;

/// <summary>What the readers in <c>src/Registry.Functions/Settings</c> know: found out by letting them read, so that nobody keeps a list.</summary>
internal static class KnownSettings
{
    private const string Sample = "sample";

    // Families of settings; their members are read for each name that is given.
    private static readonly Dictionary<string, string> Families = new()
    {
        ["Registry:Keys"] = "{name}",
        ["Logging:LogLevel"] = "{category}",
    };

    /// <summary>By their flat names; a member of a family with a placeholder: <c>Registry__Keys__{name}__Role</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = Read();

    public static bool IsKnown(string name) => Names.Any(known => Matches(known, name));

    /// <summary>A setting of a family is known by any name in the placeholder's place.</summary>
    private static bool Matches(string known, string name)
    {
        var (knownParts, parts) = (known.Split("__"), name.Split("__"));
        return knownParts.Length == parts.Length
            && knownParts.Zip(parts).All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static List<string> Read()
    {
        var given = Families.Keys.Select(family => KeyValuePair.Create($"{family}:{Sample}", (string?)"Information"));
        var configuration = new RecordingConfiguration(new ConfigurationBuilder().AddInMemoryCollection(given).Build());
        RegistrySettingsReader.TryRead(configuration, new FieldErrors(), out _);
        var families = configuration.Listed.Where(section => section != "Registry").ToList();
        Assert.True(
            families.TrueForAll(Families.ContainsKey),
            $"A family of settings is read that is not told here: {string.Join(", ", families.Where(family => !Families.ContainsKey(family)))}.");
        return [.. configuration.Asked.Select(Flat).Order(StringComparer.Ordinal)];
    }

    private static string Flat(string path)
    {
        foreach (var (family, placeholder) in Families)
        {
            path = path.Replace($"{family}:{Sample}", $"{family}:{placeholder}", StringComparison.Ordinal);
        }

        return path.Replace(":", "__", StringComparison.Ordinal);
    }
}
