using System.Collections;
using Microsoft.Extensions.Configuration;
using Registry.Core;

namespace Registry.Functions.Settings;

/// <summary>Where settings come from, weakest first: the app's own defaults, <c>local.settings.json</c>, the environment, the command line.</summary>
internal static class SettingSources
{
    // Only what other parts read from configuration by themselves; the registry's own defaults live with the settings.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // Its Critical level alone opens a scope for every request.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",
        // Prints the stack of a start that failed; the app tells such a failure itself, and its services log their own.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
        ["Logging:LogLevel:Azure"] = "Warning",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:IncludeScopes"] = "true",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
    };

    public static IConfiguration Load(IReadOnlyList<string> args, IDictionary environment, string? localSettingsFile, FieldErrors errors)
    {
        var builder = new ConfigurationBuilder().AddInMemoryCollection(Defaults);
        if (localSettingsFile is not null)
        {
            builder.AddInMemoryCollection(Levelled(LocalSettingsFile.Read(localSettingsFile, errors)));
        }

        return builder
            .AddInMemoryCollection(Levelled(Variables(environment)))
            .AddInMemoryCollection(Levelled(CommandLine.Read(args, errors)))
            .Build();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Variables(IDictionary environment) =>
        environment.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value));

    private static Dictionary<string, string?> Levelled(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var levelled = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            levelled[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        }

        return levelled;
    }
}
