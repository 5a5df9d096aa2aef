using Registry.Core.Webhooks;

namespace Registry.Functions.Settings;

/// <summary>How events are pushed to subscribers.</summary>
internal static class WebhookSettings
{
    private const string OriginSetting = "Registry__Webhooks__Origin";

    public static WebhookOptions Read(SettingReader reader, bool isDevelopment)
    {
        var origin = reader.Text(OriginSetting);
        if (origin is not null && Uri.CheckHostName(origin) == UriHostNameType.Unknown)
        {
            reader.Refuse(OriginSetting, "must be a host name, as registry.example.com");
        }

        return new WebhookOptions
        {
            Verify = reader.Flag("Registry__Webhooks__Verify", !isDevelopment),
            Origin = origin ?? new WebhookOptions().Origin,
        };
    }
}
