using Registry.Core.Health.Probing;

namespace Registry.Http.Tests;

/// <summary>Sees what a test says.</summary>
internal sealed class StubProber : IProber
{
    public ProbeObservation Sees { get; set; } = new() { StatusCode = 200 };

    public Task<ProbeObservation> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => Task.FromResult(Sees);
}
