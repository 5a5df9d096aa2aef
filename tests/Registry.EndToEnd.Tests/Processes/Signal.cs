using System.Diagnostics;
using System.Globalization;

namespace Registry.EndToEnd.Tests.Processes;

/// <summary>Signals by name (<c>TERM</c>, <c>INT</c>, <c>STOP</c> …), which .NET itself can't send.</summary>
internal static class Signal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task SendAsync(int processId, string name)
    {
        using var kill = Process.Start("kill", ["-s", name, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, kill.ExitCode);
    }
}
