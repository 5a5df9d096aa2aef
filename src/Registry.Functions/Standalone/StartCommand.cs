using Microsoft.Extensions.Configuration;
using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary>What the app is to do instead of serving: the first arguments, before the settings.</summary>
/// <param name="Name">Null for serving.</param>
/// <param name="File">Of an export or import, else empty.</param>
/// <param name="Settings">The other arguments.</param>
internal sealed record StartCommand(string? Name, string File, IReadOnlyList<string> Settings)
{
    private const string Shards = "Registry:Shards";

    public static StartCommand Of(string[] args) => args switch
    {
        [LiveProbe.Command, .. var settings] => new(LiveProbe.Command, "", settings),
        [BackupCommands.Export or BackupCommands.Import, var file, .. var settings] => new(args[0], file, settings),
        _ => new(null, "", args),
    };

    public Task<int> RunAsync(IConfiguration configuration, RegistrySettings settings) => Name switch
    {
        null => StandaloneApp.RunAsync(configuration, settings),
        LiveProbe.Command => LiveProbe.RunAsync(settings, Console.Error),
        // The default is for a table that is new: an import keeps the number unless it is told.
        _ => BackupCommands.RunAsync(
            Name, File, settings, string.IsNullOrWhiteSpace(configuration[Shards]) ? null : settings.Storage.Shards, TimeProvider.System),
    };
}
