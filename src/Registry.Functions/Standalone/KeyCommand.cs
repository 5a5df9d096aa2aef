using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Core;
using Registry.Functions.Settings;
using Registry.Http.Auth;

namespace Registry.Functions.Standalone;

/// <summary>
/// <c>Registry.Functions keys new --name NAME --role ROLE [--namespace …] [--max-agents N]</c>: a new key and the settings that let it in.
/// It is printed and nowhere kept.
/// </summary>
internal static class KeyCommand
{
    public const string Command = "keys";

    private const string New = "new";
    private const string Name = "name";
    private const string Family = "Registry__Keys__";
    private const int KeyBytes = 32;

    // Options by the settings that they become.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["role"] = "Role",
        ["namespace"] = "Namespace",
        ["max-agents"] = "MaxAgents",
    };

    /// <param name="args">What follows <see cref="Command"/>.</param>
    /// <param name="entropy">Of the operating system.</param>
    /// <param name="output">Where the key goes.</param>
    /// <param name="problems">Where mistakes are told.</param>
    public static int Run(IReadOnlyList<string> args, Entropy entropy, TextWriter output, TextWriter problems)
    {
        var errors = new FieldErrors();
        if (args.Count == 0 || args[0] != New)
        {
            errors.Add(Command, "must be followed by new: keys new --name NAME --role " + RoleWords.Rule);
            return Tell(errors, problems);
        }

        var options = CommandLine.Read([.. args.Skip(1)], errors);
        var key = NewKey(entropy);
        var settings = SettingsOf(options, key, errors);
        if (!errors.IsEmpty)
        {
            return Tell(errors, problems);
        }

        Write(output, options[Name]!.Trim(), key, settings);
        return 0;
    }

    private static string NewKey(Entropy entropy)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        entropy.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    private static List<KeyValuePair<string, string>> SettingsOf(Dictionary<string, string?> options, string key, FieldErrors errors)
    {
        foreach (var unknown in options.Keys.Where(static option => !option.Equals(Name, StringComparison.OrdinalIgnoreCase) && !Settings.ContainsKey(option)))
        {
            errors.Add("--" + unknown, "is none of --name, --role, --namespace and --max-agents");
        }

        var name = options.GetValueOrDefault(Name)?.Trim() ?? "";
        if (!KeyNames.IsValid(name) || name.Contains("__", StringComparison.Ordinal) || name.EndsWith('_'))
        {
            errors.Add("--" + Name, $"must be {KeyNames.Rule}, without '__' and with no '_' at its end: settings have '__' between their parts");
            name = "key";
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        List<KeyValuePair<string, string>> settings = [new($"{Family}{name}__Sha256", hash)];
        settings.AddRange(Settings
            .Where(setting => options.GetValueOrDefault(setting.Key) is { } value && !string.IsNullOrWhiteSpace(value))
            .Select(setting => KeyValuePair.Create($"{Family}{name}__{setting.Value}", options[setting.Key]!.Trim())));
        Check(name, settings, errors);
        return settings;
    }

    /// <summary>As the app will read them.</summary>
    private static void Check(string name, List<KeyValuePair<string, string>> settings, FieldErrors errors)
    {
        var variables = new Hashtable();
        settings.ForEach(setting => variables.Add(setting.Key, setting.Value));
        var mistakes = new FieldErrors();
        var configuration = SettingSources.Load([], variables, null, mistakes);
        KeySettingsReader.Read(new SettingReader(configuration, mistakes));
        foreach (var (setting, reasons) in mistakes.ByField)
        {
            var option = Settings.FirstOrDefault(pair => setting == $"{Family}{name}__{pair.Value}").Key ?? setting;
            foreach (var reason in reasons)
            {
                errors.Add("--" + option, reason);
            }
        }
    }

    private static void Write(TextWriter output, string name, string key, List<KeyValuePair<string, string>> settings)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            The key '{name}'. It is shown this once and kept nowhere: the registry knows its SHA-256 only.

              {key}

            Callers send it as the header x-functions-key, or as Authorization: Bearer. These settings let it in.

            In the environment, or as application settings:
            """));
        settings.ForEach(setting => output.WriteLine($"  {setting.Key}={setting.Value}"));
        output.WriteLine();
        output.WriteLine("In local.settings.json, below \"Values\":");
        output.WriteLine(string.Join(",\n", settings.Select(static setting => $"  {Quoted(setting.Key)}: {Quoted(setting.Value)}")));
        output.WriteLine();
        output.WriteLine("To change a key without a gap: add the new hash to the old one in Sha256, after a comma; take the old one out when nobody uses it.");
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static int Tell(FieldErrors errors, TextWriter problems)
    {
        problems.WriteLine("No key was made:");
        foreach (var (field, reasons) in errors.ByField.OrderBy(static error => error.Key, StringComparer.Ordinal))
        {
            problems.WriteLine($"  {field} {string.Join("; ", reasons)}");
        }

        return StartFailure.ExitCode;
    }
}
