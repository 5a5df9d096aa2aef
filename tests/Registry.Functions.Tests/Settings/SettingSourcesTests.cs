using System.Collections;
using Registry.Core;
using Registry.Functions.Settings;

namespace Registry.Functions.Tests.Settings;

public sealed class SettingSourcesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("registry-settings-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Load_SameSettingEverywhere_CommandLineBeatsEnvironmentBeatsFile()
    {
        var file = File("""{"Values": {"Registry__Shards": "1", "Registry__Table": "fromfile", "Registry__MaxStaleness": "00:00:03"}}""");
        var environment = new Hashtable { ["Registry__Shards"] = "2", ["REGISTRY__TABLE"] = "fromenvironment" };

        var settings = Read(["--Registry__Shards=3"], environment, file);

        Assert.Equal(3, settings.Storage.Shards);
        Assert.Equal("fromenvironment", settings.Storage.Table);
        Assert.Equal(TimeSpan.FromSeconds(3), settings.Timing.MaxStaleness);
    }

    [Theory]
    [InlineData("--Registry__Table=abc")]
    [InlineData("--Registry:Table=abc")]
    [InlineData("--registry__table", "abc")]
    public void Load_CommandLineForms_AreRead(params string[] args) => Assert.Equal("abc", Read(args, [], null).Storage.Table);

    [Fact]
    public void Load_Urls_IsShortForAspNetCoreUrls() =>
        Assert.Equal(["http://127.0.0.1:9000"], Read(["--urls", "http://127.0.0.1:9000"], [], null).Urls);

    [Theory]
    [InlineData("argument 1", "Registry__Table=abc")]
    [InlineData("argument 1", "-x")]
    [InlineData("argument 1", "--")]
    [InlineData("--Registry__Table", "--Registry__Table")]
    [InlineData("--Registry__Table", "--Registry__Table", "--Registry__Shards=1")]
    public void Load_ArgumentWithoutNameOrValue_IsRefused(string field, params string[] args)
    {
        var errors = new FieldErrors();

        SettingSources.Load(args, new Hashtable(), null, errors);

        Assert.Equal(field, Assert.Single(errors.ByField).Key);
    }

    [Theory]
    [InlineData("local.settings.json", "{")]
    [InlineData("local.settings.json", "[]")]
    [InlineData("local.settings.json", """{"IsEncrypted": true, "Values": {}}""")]
    [InlineData("local.settings.json: Values", """{"Values": 1}""")]
    [InlineData("local.settings.json: Values.Registry", """{"Values": {"Registry": {"Table": "abc"}}}""")]
    public void Load_BadFile_IsRefusedByName(string field, string json)
    {
        var errors = new FieldErrors();

        SettingSources.Load([], new Hashtable(), File(json), errors);

        Assert.Equal(field, Assert.Single(errors.ByField).Key);
    }

    [Fact]
    public void Load_FileWithCommentsAndPlainValues_IsRead()
    {
        var file = File("""{"Values": {"Registry__Shards": 2, /* why */ "Registry__StartAzurite": false, "Registry__Table": null,}}""");

        var settings = Read([], [], file);

        Assert.Equal((2, false, "registry"), (settings.Storage.Shards, settings.StartAzurite, settings.Storage.Table));
    }

    [Fact]
    public void Load_TheSample_IsValidAndSaysTheDefaults()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json");
        var defaults = SettingsOf.Valid();

        var settings = Read([], [], sample);

        Assert.Empty(settings.Unknown);
        Assert.Equal(defaults.Timing, settings.Timing);
        Assert.Equal(defaults.Probing, settings.Probing);
        Assert.Equal(
            (defaults.Storage.Kind, defaults.Storage.Table, defaults.Storage.Shards, defaults.Storage.IsDevelopment, defaults.OutboundAllowPrivate),
            (settings.Storage.Kind, settings.Storage.Table, settings.Storage.Shards, settings.Storage.IsDevelopment, settings.OutboundAllowPrivate));
        Assert.Equal(
            (defaults.SweepSchedule.Expression, defaults.ProbeSchedule.Expression, defaults.StartAzurite),
            (settings.SweepSchedule.Expression, settings.ProbeSchedule.Expression, settings.StartAzurite));
        Assert.Equal(defaults.Urls, settings.Urls);
        Assert.Equal(defaults.RequiredTypes, settings.RequiredTypes);
    }

    [Fact]
    public void Find_StartedBelowTheSolution_FindsTheRepositorysFile()
    {
        var below = _directory.CreateSubdirectory("src").CreateSubdirectory("app");
        System.IO.File.WriteAllText(Path.Combine(_directory.FullName, "Registry.Functions.sln"), "");
        var file = File("{}");

        Assert.Equal(file, LocalSettingsFile.Find(below.FullName, Path.GetTempPath()));
    }

    [Fact]
    public void Find_NoFileAnywhere_IsNull() => Assert.Null(LocalSettingsFile.Find(_directory.FullName, _directory.FullName));

    private static RegistrySettings Read(string[] args, Hashtable environment, string? file)
    {
        var errors = new FieldErrors();
        var configuration = SettingSources.Load(args, environment, file, errors);
        Assert.True(RegistrySettingsReader.TryRead(configuration, errors, out var settings));
        return settings;
    }

    private string File(string json)
    {
        var path = Path.Combine(_directory.FullName, LocalSettingsFile.Name);
        System.IO.File.WriteAllText(path, json);
        return path;
    }
}
