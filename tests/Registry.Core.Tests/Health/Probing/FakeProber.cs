using Registry.Core.Health.Probing;

namespace Registry.Core.Tests.Health.Probing;

/// <summary>Sees what a test says, and remembers what it was asked.</summary>
internal sealed class FakeProber : IProber
{
    private readonly Lock _gate = new();
    private int _inFlight;

    public Func<ProbeTarget, Task<ProbeObservation>> Answer { get; set; } = _ => Task.FromResult(Ok);

    public static ProbeObservation Ok { get; } = new() { StatusCode = 200 };

    public static ProbeObservation Broken { get; } = new() { StatusCode = 500 };

    public List<ProbeTarget> Targets { get; } = [];

    public int MostInFlight { get; private set; }

    public void Says(ProbeObservation observation) => Answer = _ => Task.FromResult(observation);

    public async Task<ProbeObservation> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        Task<ProbeObservation> answer;
        lock (_gate)
        {
            Targets.Add(target);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            answer = Answer(target);
        }

        try
        {
            return await answer;
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
            }
        }
    }
}
