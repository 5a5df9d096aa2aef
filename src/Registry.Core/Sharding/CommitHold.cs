namespace Registry.Core.Sharding;

/// <summary>Holds pumps until it is disposed.</summary>
internal sealed class CommitHold : IDisposable
{
    private readonly List<PumpSwitch> _held;

    public CommitHold(IEnumerable<PumpSwitch> pumps)
    {
        _held = [.. pumps];
        _held.ForEach(pump => pump.Hold());
    }

    public void Dispose()
    {
        _held.ForEach(pump => pump.Release());
        _held.Clear();
    }
}
