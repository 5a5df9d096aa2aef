using System.Diagnostics;

namespace Registry.Tables.Azurite;

/// <summary>Runs a tool to its end, within a time.</summary>
/// <param name="ExitCode">Its exit code; -1 if it was killed because its time was up.</param>
/// <param name="Output">The last lines of what it wrote.</param>
internal sealed record ToolRun(int ExitCode, string Output)
{
    public static async Task<ToolRun> RunAsync(
        string tool, string[] arguments, string directory, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var tail = new OutputTail();
        using var process = new Process { StartInfo = start };
        tail.Follow(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(both.Token);
            return new ToolRun(process.ExitCode, tail.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new ToolRun(-1, tail.ToString());
        }
    }
}
