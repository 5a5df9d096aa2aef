using System.Diagnostics;
using System.Globalization;

namespace Registry.Tables.Azurite;

/// <summary>
/// Azurite's table service as a child process: the Table Storage of development and tests. It ends with this process, also when
/// this one is killed, and saves its data then (<see cref="AzuriteGuard"/>).
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    /// <summary>The port that <c>UseDevelopmentStorage=true</c> means.</summary>
    public const int DefaultPort = 10002;

    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int PortAttempts = 3;
    private const string StartedMessage = "successfully started on";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly OutputTail _output;
    private readonly AzuriteOptions _options;
    private readonly TimeProvider _time;

    private AzuriteProcess(Process process, OutputTail output, int port, AzuriteOptions options, TimeProvider time)
    {
        (_process, _output, _options, _time) = (process, output, options, time);
        Port = port;
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>For the well-known development account.</summary>
    public string ConnectionString => ConnectionStringFor(Port);

    public static string ConnectionStringFor(int port) => string.Create(
        CultureInfo.InvariantCulture,
        $"AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/devstoreaccount1");

    /// <summary>
    /// Starts Azurite unless something listens on the port already. An Azurite that is still saving the data directory (its app was
    /// killed) is waited for.
    /// </summary>
    public static async Task<AzuriteStart> StartUnlessListeningAsync(AzuriteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!await ClosingMarker.WaitAsync(options, time, cancellationToken))
        {
            return new AzuriteStart(null, $"an earlier Azurite still saves {options.DataDirectory}; end it and try again");
        }

        return options.Port != 0 && await LoopbackPort.IsListeningAsync(options.Port, time, cancellationToken)
            ? new AzuriteStart(null, null)
            : await StartAsync(options, time, cancellationToken);
    }

    /// <summary>Restores the npm parts if need be, starts Azurite and waits until it listens.</summary>
    public static async Task<AzuriteStart> StartAsync(AzuriteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (NodeTools.Node is not { } node)
        {
            return new AzuriteStart(null, NodeTools.Missing);
        }

        var version = await ToolRun.RunAsync(node, ["--version"], options.Root, options.StartTimeout, time, cancellationToken);
        if (!NodeTools.IsRecent(version.Output))
        {
            return new AzuriteStart(null, $"{NodeTools.Missing} (found {version.Output.Trim()})");
        }

        if (await NpmRestore.EnsureAsync(options, time, cancellationToken) is { } error)
        {
            return new AzuriteStart(null, error);
        }

        for (var attempt = 1; ; attempt++)
        {
            var azurite = Launch(node, options, time);
            try
            {
                if (await azurite.WaitUntilListeningAsync(cancellationToken))
                {
                    return new AzuriteStart(azurite, null);
                }
            }
            catch (OperationCanceledException)
            {
                await azurite.DisposeAsync();
                throw;
            }

            // Its last words may arrive after its end: they say why.
            await azurite.DisposeAsync();
            var output = azurite._output.ToString();
            // A free port may have been taken between asking for it and Azurite's start.
            if (options.Port != 0 || attempt == PortAttempts)
            {
                return new AzuriteStart(null, $"Azurite did not start on port {azurite.Port}:{Environment.NewLine}{output}");
            }
        }
    }

    /// <summary>Lets it save its data and end, and hears what it wrote; kills it when it does not in time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
        }

        using var deadline = new CancellationTokenSource(_options.StopTimeout, _time);
        try
        {
            // Waits for the end of its output too.
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Ends it at once, without saving: for tests of what happens then.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(cancellationToken);
    }

    private static AzuriteProcess Launch(string node, AzuriteOptions options, TimeProvider time)
    {
        var port = options.Port != 0 ? options.Port : LoopbackPort.Free();
        string[] persistence = ["--inMemoryPersistence"];
        if (options.DataDirectory is { } data)
        {
            Directory.CreateDirectory(data);
            persistence = ["--location", Path.GetFullPath(data)];
        }

        string[] arguments =
        [
            .. AzuriteGuard.Arguments,
            NpmRestore.MainScript(options.Root),
            "--tableHost", "127.0.0.1",
            "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            // Longer than this program keeps an idle connection, so that it is never the server that closes one.
            "--tableKeepAliveTimeout", "120",
            "--silent", "--skipApiVersionCheck", "--disableProductStyleUrl", "--disableTelemetry",
            .. persistence,
        ];
        var start = new ProcessStartInfo(node, arguments)
        {
            WorkingDirectory = options.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (options.DataDirectory is not null)
        {
            start.Environment[AzuriteGuard.ClosingVariable] = ClosingMarker.PathIn(options.DataDirectory);
        }

        var output = new OutputTail();
        var process = new Process { StartInfo = start };
        output.Follow(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new AzuriteProcess(process, output, port, options, time);
    }

    private async Task<bool> WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (!_process.HasExited && _time.GetElapsedTime(start) < _options.StartTimeout)
        {
            // Its own word comes first: on a port that is taken somebody else accepts the connection.
            if (_output.Saw(StartedMessage) && await LoopbackPort.IsListeningAsync(Port, _time, cancellationToken))
            {
                return !_process.HasExited;
            }

            await Task.Delay(Poll, _time, cancellationToken);
        }

        return false;
    }
}
