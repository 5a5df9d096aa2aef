namespace Registry.Core.Agents.Quotas;

/// <summary>One registration's place in its owner's quota, from the first time it is decided until it is answered.</summary>
internal sealed class QuotaTicket(OwnerTally tally, string owner, int max) : IDisposable
{
    private readonly Lock _gate = new();
    private string? _taken;
    private bool _answered;

    public Refusal Refusal { get; } = new(RefusalCode.QuotaExceeded, $"Key '{owner}' may have at most {max} agents, and has them.")
    {
        RetryAfter = TimeSpan.FromMinutes(1),
    };

    /// <summary>Asked under the gate of the agent's shard, as often as the command is decided, and once more for a command that is asked again.</summary>
    public bool TryTake(string mutationId)
    {
        lock (_gate)
        {
            if (_answered || !tally.TryReserve(owner, max, mutationId))
            {
                return false;
            }

            _taken = mutationId;
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _answered = true;
            if (_taken is not null)
            {
                tally.Release(owner, _taken);
            }
        }
    }
}
