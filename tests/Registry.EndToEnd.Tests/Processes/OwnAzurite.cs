using Registry.Tables.Azurite;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>An Azurite that a test stops and starts as it likes, with its data on disk.</summary>
internal sealed class OwnAzurite : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("registry-azurite-");
    private AzuriteProcess? _process;
    private int _port;

    private OwnAzurite()
    {
    }

    public string ConnectionString => AzuriteProcess.ConnectionStringFor(_port);

    public static async Task<OwnAzurite> StartAsync()
    {
        var azurite = new OwnAzurite();
        await azurite.StartAgainAsync();
        return azurite;
    }

    /// <summary>On the port that it had, with the data that it saved.</summary>
    public async Task StartAgainAsync()
    {
        var options = new AzuriteOptions { Root = NpmRoot.Find()!, DataDirectory = _data.FullName, Port = _port };
        var start = await AzuriteProcess.StartAsync(options, TimeProvider.System, CancellationToken.None);
        _process = start.Process ?? throw new InvalidOperationException(start.Error);
        _port = _process.Port;
    }

    /// <summary>In order: it saves its data.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>It keeps its connections and answers nothing, as a service that hangs.</summary>
    public Task PauseAsync() => Signal.SendAsync(_process!.ProcessId, "STOP");

    public Task ResumeAsync() => Signal.SendAsync(_process!.ProcessId, "CONT");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _data.Delete(recursive: true);
    }
}
