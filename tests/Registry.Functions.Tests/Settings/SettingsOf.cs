using System.Collections;
using Registry.Core;
using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Settings;

/// <summary>Reads settings from an environment that holds nothing but what a test gives.</summary>
internal static class SettingsOf
{
    public static RegistrySettings Valid(params (string Name, string Value)[] environment)
    {
        var errors = new FieldErrors();
        var configuration = SettingSources.Load([], Variables(environment), null, errors);
        Assert.True(RegistrySettingsReader.TryRead(configuration, errors, out var settings), Text(errors));
        return settings;
    }

    /// <summary>The refusals: setting → what would be right.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Refused(params (string Name, string Value)[] environment)
    {
        var errors = new FieldErrors();
        var configuration = SettingSources.Load([], Variables(environment), null, errors);
        Assert.False(RegistrySettingsReader.TryRead(configuration, errors, out _));
        return errors.ByField;
    }

    private static Hashtable Variables((string Name, string Value)[] environment)
    {
        var variables = new Hashtable();
        foreach (var (name, value) in environment)
        {
            variables.Add(name, value);
        }

        return variables;
    }

    private static string Text(FieldErrors errors) =>
        string.Join('\n', errors.ByField.Select(error => $"{error.Key}: {string.Join("; ", error.Value)}"));
}
