using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary>What is told once the app listens: where, on which storage, who may call, and what to try first.</summary>
internal static partial class Greeting
{
    private const string Example =
        """{"name": "cost-agent-1", "type": "cost", "host": "127.0.0.1", "port": 8001, "capabilities": ["spot_migration"]}""";

    /// <summary>As text for a person; as log lines where the log is JSON, which whoever reads it parses.</summary>
    public static void Tell(IConfiguration configuration, RegistrySettings settings, string storage, IReadOnlyCollection<string> addresses, ILogger logger)
    {
        var all = string.Join(", ", addresses);
        var callers = Callers(settings);
        if (string.Equals(configuration[ConsoleFormat.Setting], "json", StringComparison.OrdinalIgnoreCase))
        {
            LogListening(logger, all, AppVersion.Text, storage, callers);
        }
        else
        {
            Write(Console.Out, addresses.First(), all, storage, callers);
        }

        foreach (var name in settings.Unknown)
        {
            LogUnknown(logger, name);
        }
    }

    private static void Write(TextWriter output, string address, string all, string storage, string callers) =>
        output.WriteLine($"""

            Agent Registry {AppVersion.Text}
              Listening on {all}
              Storage      {storage}
              Callers      {callers}
              Health       {address}/health

            Register an agent, then find it:
              curl {address}/agents/register -H 'Content-Type: application/json' -d '{Example}'
              curl '{address}/agents?type=cost'

            Ctrl-C stops the registry.

            """);

    private static string Callers(RegistrySettings settings) => settings switch
    {
        { Oidc: { } oidc } => $"{settings.Keys.Count} configured key(s), tokens of {oidc.Authority}",
        { Keys.Count: > 0 } => $"{settings.Keys.Count} configured key(s)",
        { Storage.IsDevelopment: true } => "no key is configured: everyone on this machine is admin, everyone else gets 401",
        _ => "no key is configured: everyone gets 401 until Registry__Keys__{name}__Sha256 and __Role are set",
    };

    [LoggerMessage(1, LogLevel.Information, "Listening on {Addresses}. Version {Version}. Storage: {Storage}. Callers: {Callers}.")]
    private static partial void LogListening(ILogger logger, string addresses, string version, string storage, string callers);

    [LoggerMessage(2, LogLevel.Warning, "Setting {Setting} means nothing here. Is it mistyped?")]
    private static partial void LogUnknown(ILogger logger, string setting);
}
