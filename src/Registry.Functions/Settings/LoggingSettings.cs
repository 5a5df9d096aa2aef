using Microsoft.Extensions.Logging;

namespace Registry.Functions.Settings;

/// <summary>The logging library throws at its first use when it can't read these; here they are refused like any other setting.</summary>
internal static class LoggingSettings
{
    private const string Formatter = "Logging__Console__FormatterName";
    private const string Levels = "Logging__LogLevel";

    private static readonly string[] Formatters = ["simple", "json", "systemd"];

    public static void Check(SettingReader reader)
    {
        if (reader.Text(Formatter) is { } formatter && !Formatters.Contains(formatter, StringComparer.OrdinalIgnoreCase))
        {
            reader.Refuse(Formatter, $"must be one of {string.Join(", ", Formatters)}");
        }

        foreach (var category in reader.NamesBelow(Levels))
        {
            var name = $"{Levels}__{category}";
            if (reader.Text(name) is { } level && !(Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known) && Enum.IsDefined(known)))
            {
                reader.Refuse(name, $"must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
            }
        }
    }
}
