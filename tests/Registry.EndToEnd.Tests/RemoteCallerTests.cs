using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests;

/// <summary>A development instance without keys that listens for the whole network lets in this machine's own callers and nobody else.</summary>
public sealed class RemoteCallerTests
{
    [Fact]
    public async Task Calls_ToAllAddressesWithoutKeys_AreRefusedUnlessOfThisMachine()
    {
        await using var app = await RegistryProcess.StartAsync(AppSettings.Memory().With("ASPNETCORE_URLS", "http://0.0.0.0:0"));
        var port = app.Http.BaseAddress!.Port;
        using var local = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        (await local.RegisterAsync("own")).Is(HttpStatusCode.Created);
        (await local.AnswerAsync(With("Host", "registry.example.com"))).Is(HttpStatusCode.Unauthorized);
        (await local.AnswerAsync(With("Host", $"0.0.0.0:{port}"))).Is(HttpStatusCode.Unauthorized);
        (await local.AnswerAsync(With("X-Forwarded-For", "127.0.0.1"))).Is(HttpStatusCode.Unauthorized);
        (await local.AnswerAsync(With("Origin", "https://example.com"))).Is(HttpStatusCode.Unauthorized);

        // Whoever connects to an address of the network comes from one, also on this machine. Not every machine has one.
        foreach (var address in NetworkAddresses())
        {
            using var remote = new HttpClient { BaseAddress = new Uri($"http://{address}:{port}") };
            (await remote.GetAsync("/health/live", fresh: false)).Is(HttpStatusCode.OK);
            (await remote.GetAsync("/agents", fresh: false)).Is(HttpStatusCode.Unauthorized);
            (await remote.RegisterAsync("foreign")).Is(HttpStatusCode.Unauthorized);
            (await remote.UnregisterAsync("own")).Is(HttpStatusCode.Unauthorized);
            (await remote.AnswerAsync(With("Host", $"127.0.0.1:{port}"))).Is(HttpStatusCode.Unauthorized);
            (await remote.AnswerAsync(With("X-Forwarded-For", "127.0.0.1"))).Is(HttpStatusCode.Unauthorized);
        }

        Assert.Equal(1, (await local.GetAsync("/agents", fresh: true)).Is(HttpStatusCode.OK).Number("total"));
        Assert.Equal(0, await app.StopAsync());
    }

    private static HttpRequestMessage With(string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/agents");
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static IEnumerable<IPAddress> NetworkAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && address.GetAddressBytes()[0] != 169);
}
