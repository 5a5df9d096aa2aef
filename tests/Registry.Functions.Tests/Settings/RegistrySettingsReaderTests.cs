using Registry.Core.Agents;
using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Settings;

public sealed class RegistrySettingsReaderTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string OtherHash = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

    [Fact]
    public void TryRead_NothingSet_HasTheDocumentedDefaults()
    {
        var settings = SettingsOf.Valid();

        Assert.Equal(StorageKind.Table, settings.Storage.Kind);
        Assert.Equal("registry", settings.Storage.Table);
        Assert.Equal(4, settings.Storage.Shards);
        Assert.True(settings.Storage.IsDevelopment);
        Assert.Equal(TimeSpan.FromSeconds(1), settings.Timing.MaxStaleness);
        Assert.Equal(TimeSpan.FromMilliseconds(100), settings.Timing.HeartbeatFlushInterval);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Timing.VectorRefresh);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Timing.UsageFlushInterval);
        Assert.Equal(TimeSpan.FromDays(7), settings.Timing.EventRetention);
        Assert.Empty(settings.Keys);
        Assert.Null(settings.Oidc);
        Assert.True(settings.OutboundAllowPrivate);
        Assert.Equal((false, "agent-registry"), (settings.Webhooks.Verify, settings.Webhooks.Origin));
        Assert.Equal(new ProbingSettings(), settings.Probing);
        Assert.Equal((true, 30.0, 5.0, 3, 2, 300), (settings.Probing.Enabled, settings.Probing.IntervalSeconds, settings.Probing.TimeoutSeconds,
            settings.Probing.FailureThreshold, settings.Probing.SuccessThreshold, settings.Probing.ServiceTtlSeconds));
        Assert.Empty(settings.RequiredTypes);
        Assert.Equal("*/15 * * * * *", settings.SweepSchedule.Expression);
        Assert.Equal("*/5 * * * * *", settings.ProbeSchedule.Expression);
        Assert.Equal(["http://127.0.0.1:7071"], settings.Urls);
        Assert.True(settings.StartAzurite);
        Assert.Empty(settings.Unknown);
    }

    [Fact]
    public void TryRead_EverySettingSet_IsRead()
    {
        var settings = SettingsOf.Valid(
            ("AzureWebJobsStorage__tableServiceUri", "https://example.table.core.windows.net"),
            ("AzureWebJobsStorage__credential", "managedidentity"),
            ("AzureWebJobsStorage__clientId", "11111111-2222-3333-4444-555555555555"),
            ("Registry__Table", "Team7"),
            ("Registry__Shards", "64"),
            ("Registry__MaxStaleness", "00:00:00.250"),
            ("Registry__HeartbeatFlushInterval", "00:00:00.020"),
            ("Registry__VectorRefresh", "00:00:02"),
            ("Registry__UsageFlushInterval", "00:05:00"),
            ("Registry__EventRetention", "30.00:00:00"),
            ("Registry__Keys__ci__Sha256", $"{Hash}, {OtherHash}"),
            ("Registry__Keys__ci__Role", "Operator"),
            ("Registry__Keys__ci__Namespace", "build, ci-"),
            ("Registry__Keys__ci__MaxAgents", "500"),
            ("Registry__Outbound__AllowPrivate", "TRUE"),
            ("Registry__Webhooks__Verify", "false"),
            ("Registry__Webhooks__Origin", "registry.example.com"),
            ("Registry__Probing__Enabled", "false"),
            ("Registry__HealthCheck__IntervalSeconds", "2.5"),
            ("Registry__HealthCheck__TimeoutSeconds", "0.5"),
            ("Registry__HealthCheck__FailureThreshold", "7"),
            ("Registry__HealthCheck__SuccessThreshold", "1"),
            ("Registry__ServiceTtlSeconds", "600"),
            ("Registry__RequiredTypes", "llm, memory"),
            ("SweepSchedule", "*/2 * * * * *"),
            ("ProbeSchedule", "0 * * * * *"),
            ("ASPNETCORE_URLS", "http://127.0.0.1:8080;http://[::1]:8080"),
            ("Registry__StartAzurite", "false"));

        Assert.Equal("https://example.table.core.windows.net/ (token)", settings.Storage.Connection?.ToString());
        Assert.False(settings.Storage.IsDevelopment);
        Assert.Equal("Team7", settings.Storage.Table);
        Assert.Equal(64, settings.Storage.Shards);
        Assert.Equal(TimeSpan.FromMilliseconds(250), settings.Timing.MaxStaleness);
        Assert.Equal(TimeSpan.FromMilliseconds(20), settings.Timing.HeartbeatFlushInterval);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Timing.VectorRefresh);
        Assert.Equal(TimeSpan.FromMinutes(5), settings.Timing.UsageFlushInterval);
        Assert.Equal(TimeSpan.FromDays(30), settings.Timing.EventRetention);
        var key = Assert.Single(settings.Keys);
        Assert.Equal(("ci", CallerRole.Operator, 500), (key.Name, key.Role, key.MaxAgents));
        Assert.Equal(["build", "ci-"], key.Namespaces);
        Assert.Equal([Hash, OtherHash], key.Hashes.Select(Convert.ToHexStringLower));
        Assert.Equal((false, "registry.example.com"), (settings.Webhooks.Verify, settings.Webhooks.Origin));
        Assert.True(settings.OutboundAllowPrivate);
        Assert.Equal(new ProbingSettings
        {
            Enabled = false,
            IntervalSeconds = 2.5,
            TimeoutSeconds = 0.5,
            FailureThreshold = 7,
            SuccessThreshold = 1,
            ServiceTtlSeconds = 600,
        }, settings.Probing);
        Assert.Equal(["llm", "memory"], settings.RequiredTypes);
        Assert.Equal("*/2 * * * * *", settings.SweepSchedule.Expression);
        Assert.Equal("0 * * * * *", settings.ProbeSchedule.Expression);
        Assert.Equal(["http://127.0.0.1:8080", "http://[::1]:8080"], settings.Urls);
        Assert.False(settings.StartAzurite);
        Assert.Empty(settings.Unknown);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "not a connection string")]
    [InlineData("AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=example")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "example.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "http://example.table.core.windows.net")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "https://example.table.core.windows.net?sv=1&sig=abc")]
    [InlineData("AzureWebJobsStorage__credential", "password")]
    [InlineData("Registry__Storage", "disk")]
    [InlineData("Registry__Storage", "1")]
    [InlineData("Registry__Storage", "table,memory")]
    [InlineData("Registry__Table", "ab")]
    [InlineData("Registry__Table", "1registry")]
    [InlineData("Registry__Table", "agent-registry")]
    [InlineData("Registry__Table", "tables")]
    [InlineData("Registry__Table", "a123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("Registry__Shards", "0")]
    [InlineData("Registry__Shards", "65")]
    [InlineData("Registry__Shards", "four")]
    [InlineData("Registry__Shards", "4.0")]
    [InlineData("Registry__MaxStaleness", "1")]
    [InlineData("Registry__MaxStaleness", "00:01")]
    [InlineData("Registry__MaxStaleness", "00:00:00")]
    [InlineData("Registry__MaxStaleness", "-00:00:01")]
    [InlineData("Registry__MaxStaleness", "01:00:00")]
    [InlineData("Registry__HeartbeatFlushInterval", "00:00:05")]
    [InlineData("Registry__HeartbeatFlushInterval", "100ms")]
    [InlineData("Registry__VectorRefresh", "00:99:00")]
    [InlineData("Registry__UsageFlushInterval", "00:00:00.500")]
    [InlineData("Registry__EventRetention", "7 days")]
    [InlineData("Registry__EventRetention", "00:00:01")]
    [InlineData("Registry__Outbound__AllowPrivate", "yes")]
    [InlineData("Registry__Webhooks__Verify", "no")]
    [InlineData("Registry__Webhooks__Origin", "https://registry.example.com")]
    [InlineData("Registry__Probing__Enabled", "1")]
    [InlineData("Registry__HealthCheck__IntervalSeconds", "0.5")]
    [InlineData("Registry__HealthCheck__IntervalSeconds", "NaN")]
    [InlineData("Registry__HealthCheck__IntervalSeconds", "1e3")]
    [InlineData("Registry__HealthCheck__TimeoutSeconds", "0")]
    [InlineData("Registry__HealthCheck__TimeoutSeconds", "31")]
    [InlineData("Registry__HealthCheck__FailureThreshold", "0")]
    [InlineData("Registry__HealthCheck__SuccessThreshold", "1001")]
    [InlineData("Registry__ServiceTtlSeconds", "9")]
    [InlineData("Registry__ServiceTtlSeconds", "604801")]
    [InlineData("Registry__RequiredTypes", "llm,a@b")]
    [InlineData("SweepSchedule", "*/15 * * * *")]
    [InlineData("SweepSchedule", "every minute")]
    [InlineData("SweepSchedule", "00:00:15")]
    [InlineData("ProbeSchedule", "0 0 0 30 2 *")]
    [InlineData("ProbeSchedule", "99 * * * * *")]
    [InlineData("ASPNETCORE_URLS", "7071")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:7071")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:7071/agents")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:70000")]
    [InlineData("ASPNETCORE_URLS", ";")]
    [InlineData("Registry__StartAzurite", "never")]
    [InlineData("Logging__LogLevel__Default", "Loud")]
    [InlineData("Logging__LogLevel__Default", "99")]
    [InlineData("Logging__Console__FormatterName", "xml")]
    public void TryRead_OneBadSetting_RefusesItByName(string name, string value)
    {
        var refused = Assert.Single(SettingsOf.Refused((name, value)));

        Assert.Equal(name, refused.Key);
        Assert.NotEmpty(Assert.Single(refused.Value));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=not-base64-secret!")]
    [InlineData("AzureWebJobsStorage", "TableEndpoint=here;SharedAccessSignature=sig=secret")]
    [InlineData("AzureWebJobsStorage__tableServiceUri", "https://example.table.core.windows.net?sig=secret")]
    [InlineData("Registry__Keys__ci__Sha256", "the-secret-itself")]
    public void TryRead_BadSecret_IsRefusedWithoutShowingIt(string name, string value)
    {
        var refused = SettingsOf.Refused((name, value), ("Registry__Keys__ci__Role", "agent"));

        Assert.Contains(name, refused.Keys);
        Assert.All(refused.Values.SelectMany(messages => messages), message => Assert.DoesNotContain("secret", message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sha256", "abc")]
    [InlineData("Sha256", Hash + "00")]
    [InlineData("Sha256", Hash + ",xyz")]
    [InlineData("Sha256", Hash + "," + Hash)]
    [InlineData("Sha256", "")]
    [InlineData("Role", "root")]
    [InlineData("Role", "none")]
    [InlineData("Role", "")]
    [InlineData("Namespace", "a\u0001b")]
    [InlineData("Namespace", ",")]
    [InlineData("Namespace", " , ,")]
    [InlineData("Namespaces", "billing:")]
    [InlineData("Namespace__0", "billing:")]
    [InlineData("MaxAgent", "5")]
    [InlineData("MaxAgents", "0")]
    [InlineData("MaxAgents", "many")]
    public void TryRead_BadMemberOfAKey_RefusesIt(string member, string value)
    {
        var key = new Dictionary<string, string> { ["Sha256"] = Hash, ["Role"] = "agent", [member] = value };

        var refused = SettingsOf.Refused([.. key.Select(entry => ($"Registry__Keys__ci__{entry.Key}", entry.Value))]);

        Assert.Equal($"Registry__Keys__ci__{member}", Assert.Single(refused).Key);
    }

    [Fact]
    public void TryRead_OneHashForTwoKeys_IsRefused()
    {
        var refused = SettingsOf.Refused(
            ("Registry__Keys__a__Sha256", Hash),
            ("Registry__Keys__a__Role", "agent"),
            ("Registry__Keys__b__Sha256", Hash.ToUpperInvariant()),
            ("Registry__Keys__b__Role", "admin"));

        Assert.Equal("Registry__Keys__b__Sha256", Assert.Single(refused).Key);
    }

    [Fact]
    public void TryRead_ManyBadSettings_RefusesAllAtOnce()
    {
        var refused = SettingsOf.Refused(
            ("Registry__Shards", "0"),
            ("Registry__Table", "-"),
            ("Registry__MaxStaleness", "soon"),
            ("Registry__Keys__ci__Role", "root"),
            ("SweepSchedule", "never"),
            ("ASPNETCORE_URLS", "here"));

        Assert.Equal(
            ["ASPNETCORE_URLS", "Registry__Keys__ci__Role", "Registry__Keys__ci__Sha256", "Registry__MaxStaleness", "Registry__Shards",
                "Registry__Table", "SweepSchedule"],
            refused.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryRead_ConnectionStringAndServiceUri_RefusesTheAmbiguity()
    {
        var refused = SettingsOf.Refused(
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
            ("AzureWebJobsStorage__tableServiceUri", "https://example.table.core.windows.net"));

        Assert.Equal("AzureWebJobsStorage", Assert.Single(refused).Key);
    }

    [Fact]
    public void TryRead_MistypedName_IsToldAndNotRefused()
    {
        var settings = SettingsOf.Valid(("Registry__Shard", "8"), ("Registry__Keys__ci__Sha256", Hash), ("Registry__Keys__ci__Role", "agent"),
            ("Registry__Limits__PerCaller", Hash));

        Assert.Equal(["Registry__Limits__PerCaller", "Registry__Shard"], settings.Unknown);
    }

    [Theory]
    [InlineData("memory", "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=AAAA;EndpointSuffix=core.windows.net", true)]
    [InlineData("table", "DefaultEndpointsProtocol=https;AccountName=example;AccountKey=AAAA;EndpointSuffix=core.windows.net", false)]
    [InlineData("table", "UseDevelopmentStorage=true", true)]
    public void TryRead_Storage_DecidesDevelopmentAndWhatFollowsFromIt(string kind, string connection, bool development)
    {
        var settings = SettingsOf.Valid(("Registry__Storage", kind), ("AzureWebJobsStorage", connection));

        Assert.Equal(development, settings.Storage.IsDevelopment);
        Assert.Equal(development, settings.OutboundAllowPrivate);
        Assert.Equal(!development, settings.Webhooks.Verify);
    }

    [Fact]
    public void TryRead_Oidc_IsReadWithItsDefaults()
    {
        var oidc = SettingsOf.Valid(("Registry__Oidc__Authority", "https://login.example.com/t/v2.0"), ("Registry__Oidc__Audience", "a, api://b")).Oidc!;

        Assert.Equal((new Uri("https://login.example.com/t/v2.0"), "roles", "sub"), (oidc.Authority, oidc.RoleClaim, oidc.NameClaim));
        Assert.Equal(["a", "api://b"], oidc.Audiences);
    }

    [Theory]
    [InlineData("http://login.example.com", "a", "DefaultEndpointsProtocol=https;AccountName=account;AccountKey=AAAA;EndpointSuffix=core.windows.net", "Registry__Oidc__Authority")]
    [InlineData("ftp://login.example.com", "a", null, "Registry__Oidc__Authority")]
    [InlineData("login.example.com", "a", null, "Registry__Oidc__Authority")]
    [InlineData("https://u:p@login.example.com", "a", null, "Registry__Oidc__Authority")]
    [InlineData("https://login.example.com?x=1", "a", null, "Registry__Oidc__Authority")]
    [InlineData("https://login.example.com", "", null, "Registry__Oidc__Audience")]
    [InlineData("https://login.example.com", "1,2,3,4,5,6,7,8,9", null, "Registry__Oidc__Audience")]
    [InlineData("", "a", null, "Registry__Oidc__Audience")]
    public void TryRead_OidcNotRight_IsToldByName(string authority, string audience, string? storage, string setting)
    {
        var refused = SettingsOf.Refused(("Registry__Oidc__Authority", authority), ("Registry__Oidc__Audience", audience), ("AzureWebJobsStorage", storage ?? ""));

        Assert.Equal(setting, Assert.Single(refused).Key);
    }

    [Fact]
    public void TryRead_OidcOverHttpOnADevelopmentInstance_IsTaken() =>
        Assert.NotNull(SettingsOf.Valid(("Registry__Oidc__Authority", "http://127.0.0.1:8080/realms/x"), ("Registry__Oidc__Audience", "a")).Oidc);
}
