using Registry.Functions.Settings;

namespace Registry.Functions.Standalone;

/// <summary>What a person sees once the app listens: where, on which storage, and what to try first.</summary>
internal static class Greeting
{
    public static void Tell(TextWriter output, RegistrySettings settings, string storage, IReadOnlyCollection<string> addresses)
    {
        var address = addresses.First();
        output.WriteLine($"""

            Agent Registry {AppVersion.Text}
              Listening on {string.Join("\n  Listening on ", addresses)}
              Storage      {storage}
              Callers      {Callers(settings)}
              Health       {address}/health

            Register an agent, then find it:
              curl {address}/agents/register -H 'Content-Type: application/json' -d '{Example}'
              curl '{address}/agents?type=cost'

            Ctrl-C stops the registry.

            """);
    }

    private const string Example = """{"name": "cost-agent-1", "type": "cost", "host": "127.0.0.1", "port": 8001, "capabilities": ["spot_migration"]}""";

    private static string Callers(RegistrySettings settings) => settings switch
    {
        { Keys.Count: > 0 } => $"{settings.Keys.Count} configured keys",
        { Storage.IsDevelopment: true } => "no key is configured: everyone on this machine is admin, everyone else gets 401",
        _ => "no key is configured: everyone gets 401 until Registry__Keys__{name}__Sha256 and __Role are set",
    };
}
