using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Registry.Core;

namespace Registry.Functions.Settings;

internal static class RegistrySettingsReader
{
    private const int MaxTypeLength = 128;
    private const string DefaultSweep = "*/15 * * * * *";
    private const string DefaultProbe = "*/5 * * * * *";

    /// <param name="configuration">Where they are.</param>
    /// <param name="errors">What is wrong already; everything that is wrong with the settings is added, by name.</param>
    /// <param name="settings">All settings, if nothing is wrong.</param>
    public static bool TryRead(IConfiguration configuration, FieldErrors errors, [NotNullWhen(true)] out RegistrySettings? settings)
    {
        var reader = new SettingReader(configuration, errors);
        LoggingSettings.Check(reader);
        var storage = StorageSettings.Read(reader);
        settings = new RegistrySettings
        {
            Storage = storage,
            Timing = TimingSettings.Read(reader),
            Keys = KeySettingsReader.Read(reader),
            Oidc = OidcSettings.Read(reader, storage.IsDevelopment),
            Probing = ProbingSettings.Read(reader),
            OutboundAllowPrivate = reader.Flag("Registry__Outbound__AllowPrivate", storage.IsDevelopment),
            Webhooks = WebhookSettings.Read(reader, storage.IsDevelopment),
            Limits = TrafficSettings.ReadLimits(reader),
            CorsOrigins = TrafficSettings.ReadOrigins(reader),
            RequiredTypes = ReadTypes(reader, "Registry__RequiredTypes"),
            SweepSchedule = ReadSchedule(reader, "SweepSchedule", DefaultSweep),
            ProbeSchedule = ReadSchedule(reader, "ProbeSchedule", DefaultProbe),
            Urls = ListenSettings.Read(reader),
            StartAzurite = reader.Flag("Registry__StartAzurite", true),
            Unknown = reader.UnknownBelow("Registry"),
        };

        if (!errors.IsEmpty)
        {
            settings = null;
        }

        return settings is not null;
    }

    private static Schedule ReadSchedule(SettingReader reader, string name, string fallback)
    {
        if (Schedule.TryParse(reader.Text(name) ?? fallback, out var schedule))
        {
            return schedule;
        }

        reader.Refuse(name, "must be an NCRONTAB expression of six fields, seconds first, that occurs: */15 * * * * * is every 15 seconds");
        return Schedule.TryParse(fallback, out schedule) ? schedule : throw new InvalidOperationException($"The default of {name} is no schedule.");
    }

    private static string[] ReadTypes(SettingReader reader, string name)
    {
        var types = reader.Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (types.Any(type => type.Length > MaxTypeLength || type.Any(char.IsControl) || type.Contains('@', StringComparison.Ordinal)))
        {
            reader.Refuse(name, $"must be agent types, separated by commas, each of at most {MaxTypeLength} characters, without '@' and control characters");
        }

        return types;
    }
}
