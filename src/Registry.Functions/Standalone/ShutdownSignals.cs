using System.Runtime.InteropServices;

namespace Registry.Functions.Standalone;

/// <summary>
/// Ctrl-C and SIGTERM, from the first moment on. The first one asks for a drain; a second Ctrl-C takes its default course,
/// which ends the process at once.
/// </summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ShutdownSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnStop),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stopping.Dispose();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        if (!_stopping.IsCancellationRequested)
        {
            OnStop(context);
        }
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping.Cancel();
    }
}
