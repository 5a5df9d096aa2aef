using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>The load generator of <c>bench/</c>, as a process of its own: what it needs is not taken from the test's.</summary>
internal static class BenchProcess
{
    public static string Path { get; } =
        typeof(BenchProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static attribute => attribute.Key == "BenchPath").Value!;

    /// <summary>Its exit code, 0 when everything was as it should be, and what it said.</summary>
    public static async Task<(int ExitCode, string Output)> LoadAsync(
        Uri url, int agents, double heartbeatSeconds, double discoveries, double resolves, double seconds, TimeSpan patience)
    {
        string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [Path, "load", url.ToString(), Text(agents), Text(heartbeatSeconds), Text(discoveries), Text(resolves), Text(seconds)];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(patience);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
