using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>
/// The real app as a process of its own: built output, free port, a directory of its own as start directory, and an environment without
/// any setting but those given.
/// </summary>
internal sealed partial class RegistryProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly string[] SettingPrefixes = ["Registry__", "AzureWebJobsStorage", "ASPNETCORE_", "Logging__", "SweepSchedule", "ProbeSchedule", "Kestrel__"];

    private readonly Process _process;
    private readonly DirectoryInfo? _ownDirectory;
    private readonly OutputLog _output = new();
    private readonly TaskCompletionSource<Uri?> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;

    private RegistryProcess(IReadOnlyDictionary<string, string> settings, string? directory, int? maxFiles)
    {
        _ownDirectory = directory is null ? Directory.CreateTempSubdirectory("registry-e2e-") : null;
        _process = new Process { StartInfo = StartInfo(directory ?? _ownDirectory!.FullName, settings, maxFiles), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _listening.TrySetResult(null);
    }

    /// <summary>The HTTP client of this instance; its base address is where the app said that it listens.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("Not started.");

    public bool HasExited => _process.HasExited;

    public string Output => _output.ToString();

    /// <summary>Starts and waits until it says that it listens.</summary>
    /// <param name="settings">Its environment.</param>
    /// <param name="directory">Where it is started, below which it keeps what it keeps by itself; null for one of its own.</param>
    /// <param name="maxFiles">How many files it may have open; null for as many as this process. Not on Windows.</param>
    public static async Task<RegistryProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string? directory = null, int? maxFiles = null)
    {
        var process = Launch(settings, directory, maxFiles);
        try
        {
            if (await process._listening.Task.WaitAsync(StartPatience) is not { } address)
            {
                await process.WaitForExitAsync();
                throw new InvalidOperationException($"The app ended before it listened:\n{process.Output}");
            }

            process._http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
            {
                BaseAddress = address,
                Timeout = TimeSpan.FromSeconds(30),
            };
            return process;
        }
        catch (TimeoutException)
        {
            var output = process.Output;
            await process.DisposeAsync();
            throw new TimeoutException($"The app did not listen within {StartPatience}:\n{output}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts an app that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using var process = Launch(settings, null, null);
        await process._process.WaitForExitAsync().WaitAsync(StartPatience);
        return (process._process.ExitCode, process.Output);
    }

    /// <summary>SIGTERM, then waits for the end. The exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await WaitForExitAsync();
    }

    /// <summary>kill -9: nothing in the process gets to run any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(StopPatience);
    }

    public Task SignalAsync(string name) => Signal.SendAsync(_process.Id, name);

    /// <summary>Its exit code, when all that it wrote has been read.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StopPatience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(StopPatience);
        }

        _process.Dispose();
        _ownDirectory?.Delete(recursive: true);
    }

    private static RegistryProcess Launch(IReadOnlyDictionary<string, string> settings, string? directory, int? maxFiles)
    {
        var process = new RegistryProcess(settings, directory, maxFiles);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    private static ProcessStartInfo StartInfo(string directory, IReadOnlyDictionary<string, string> settings, int? maxFiles)
    {
        // By its path, because a test may take PATH away from the app.
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var command = InterruptSignal.Heard([dotnet, AppPath()]);
        if (maxFiles is { } files)
        {
            command = ["sh", "-c", $"ulimit -n {files} && exec \"$@\"", "sh", .. command];
        }

        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsSetting(string name) => SettingPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string AppPath() =>
        typeof(RegistryProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "AppPath").Value!;

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Add(line);
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    // In the greeting, or in a line of the JSON log.
    [GeneratedRegex("Listening on (http://[0-9.]+:[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex ListeningLine();
}
