using System.Globalization;
using Registry.Functions.Settings;
using Registry.Tables.Azurite;

namespace Registry.Functions.Standalone;

/// <summary>Azurite, started with the app where the storage is this machine's own and nothing listens there.</summary>
internal static class DevelopmentStorage
{
    private const string DataDirectory = ".azurite";

    public static async Task<AzuriteStart> StartAsync(RegistrySettings settings, string startDirectory, TimeProvider time, CancellationToken stopping)
    {
        if (!settings.StartAzurite || settings.Storage.Connection is not { IsDevelopment: true } connection || !IsHere(connection.Endpoint))
        {
            return new AzuriteStart(null, null);
        }

        var port = connection.Endpoint.Port;
        if (NpmRoot.Find() is not { } root)
        {
            return await LoopbackPort.IsListeningAsync(port, time, stopping)
                ? new AzuriteStart(null, null)
                : new AzuriteStart(null, $"nothing listens on port {port}, and Azurite can be started from a checkout of the repository only");
        }

        var options = new AzuriteOptions
        {
            Root = root,
            DataDirectory = DataOf(port, RepositoryRoot.Around(startDirectory)),
            Port = port,
            Report = Console.Error.WriteLine,
        };
        return await AzuriteProcess.StartUnlessListeningAsync(options, time, stopping);
    }

    // Two Azurites on one directory overwrite each other: another port has another one.
    private static string DataOf(int port, string root) => port == AzuriteProcess.DefaultPort
        ? Path.Combine(root, DataDirectory)
        : Path.Combine(root, DataDirectory, port.ToString(CultureInfo.InvariantCulture));

    private static bool IsHere(Uri endpoint) => endpoint.Scheme == Uri.UriSchemeHttp && endpoint.Host is "127.0.0.1" or "localhost";
}
