using System.Runtime.InteropServices;

namespace Registry.Functions.Standalone;

/// <summary>
/// Ctrl-C and SIGTERM, from the first moment on. The first one asks for a drain; a second Ctrl-C runs the abandon action and then
/// takes its default course, which ends the process at once.
/// </summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Action? _abandon;

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

    /// <summary>What a second Ctrl-C does before the process ends; it must not wait.</summary>
    public void OnAbandon(Action abandon) => Volatile.Write(ref _abandon, abandon);

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
        if (_stopping.IsCancellationRequested)
        {
            Volatile.Read(ref _abandon)?.Invoke();
            return;
        }

        OnStop(context);
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping.Cancel();
    }
}
