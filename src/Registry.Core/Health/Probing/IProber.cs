namespace Registry.Core.Health.Probing;

/// <summary>Asks an agent how it is.</summary>
public interface IProber
{
    /// <summary>Completes within the target's time-out. Whatever the other side does is an observation.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: nothing was observed.</exception>
    Task<ProbeObservation> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken);
}
