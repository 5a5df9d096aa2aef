using Registry.Core;

namespace Registry.Functions.Settings;

/// <summary>Settings given as <c>--Name=value</c> or <c>--Name value</c>; <c>--urls</c> is short for <c>--ASPNETCORE_URLS</c>.</summary>
internal static class CommandLine
{
    private const string Dashes = "--";

    public static Dictionary<string, string?> Read(IReadOnlyList<string> args, FieldErrors errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!name.StartsWith(Dashes, StringComparison.Ordinal) || name.Length == Dashes.Length)
            {
                errors.Add($"argument {i + 1}", "must be --Name=value or --Name value, with the name of a setting");
                continue;
            }

            if (name.Length < args[i].Length)
            {
                values[Setting(name)] = args[i][(name.Length + 1)..];
            }
            else if (i + 1 < args.Count && !args[i + 1].StartsWith(Dashes, StringComparison.Ordinal))
            {
                values[Setting(name)] = args[++i];
            }
            else
            {
                errors.Add(name, "must have a value after the name: --Name=value");
            }
        }

        return values;
    }

    private static string Setting(string name) =>
        name.Equals("--urls", StringComparison.OrdinalIgnoreCase) ? ListenSettings.Name : name[Dashes.Length..];
}
