using Registry.EndToEnd.Tests.Http;
using Registry.EndToEnd.Tests.Processes;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>Two instances of the app on one table of one Azurite. Any of the three may be away at any time.</summary>
internal sealed class ChaosBed : IAsyncDisposable
{
    public const int Instances = 2;

    private const int StartAttempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly RegistryProcess?[] _apps = new RegistryProcess?[Instances];
    private readonly Dictionary<string, string> _settings;
    private readonly ChaosLedger _ledger;

    private ChaosBed(OwnAzurite azurite, ChaosLedger ledger)
    {
        Azurite = azurite;
        _ledger = ledger;
        _settings = AppSettings.On(azurite.ConnectionString).With("SweepSchedule", "*/2 * * * * *");
    }

    public OwnAzurite Azurite { get; }

    public static async Task<ChaosBed> StartAsync(ChaosLedger ledger)
    {
        var bed = new ChaosBed(await OwnAzurite.StartAsync(), ledger);
        for (var i = 0; i < Instances; i++)
        {
            await bed.StartAsync(i);
        }

        return bed;
    }

    public RegistryProcess? App(int instance) => Volatile.Read(ref _apps[instance]);

    /// <summary>As a supervisor does: again, while it ends because storage is away.</summary>
    public async Task StartAsync(int instance)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Volatile.Write(ref _apps[instance], await RegistryProcess.StartAsync(_settings));
                return;
            }
            catch (InvalidOperationException ended) when (attempt < StartAttempts)
            {
                _ledger.Note(ChaosLedger.Processes, $"app {instance} did not start: {ended.Message}");
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
    }

    /// <summary>Nobody is sent to it any more, then it ends by <paramref name="end"/>.</summary>
    public async Task EndAsync(int instance, Func<RegistryProcess, Task> end)
    {
        var app = App(instance)!;
        await end(app);
        Volatile.Write(ref _apps[instance], null);
        await app.DisposeAsync();
    }

    /// <summary>Null where no answer came: whatever was asked happened, happens later, or never.</summary>
    public async Task<Answer?> AskAsync(int instance, HttpMethod method, string path, string? json, TimeSpan patience, string? ifMatch = null)
    {
        if (App(instance) is not { } app)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(patience, TimeProvider.System);
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        try
        {
            using var response = await app.Http.SendAsync(request, deadline.Token);
            return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync(deadline.Token));
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }
        }

        await Azurite.DisposeAsync();
    }
}
