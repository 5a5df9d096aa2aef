using Registry.Core.Agents;
using Registry.Core.Health;
using Registry.Core.Resolution.Providers;

namespace Registry.Core.Resolution;

/// <summary>Who was chosen.</summary>
/// <param name="Provider">Its place.</param>
/// <param name="Agent">As it was chosen.</param>
/// <param name="IsGlobal">Whether it serves every handler.</param>
/// <param name="Strategy">Of its group.</param>
/// <param name="IsTrial">Whether it can be used only as a trial.</param>
internal sealed record Choice(Provider Provider, Agent Agent, bool IsGlobal, ResolutionStrategy Strategy, bool IsTrial)
{
    public string Reason
    {
        get
        {
            var reason = Strategy switch
            {
                ResolutionStrategy.RoundRobin => "its turn in the round",
                ResolutionStrategy.Random => "drawn at random",
                ResolutionStrategy.LeastLatency => "the least latency of its group, or none known yet",
                _ => "the best priority that can be used",
            };
            reason = IsTrial ? reason + "; a trial of its circuit" : reason;
            return Agent.Status == HealthStatus.Degraded ? reason + "; degraded, and no healthy one can be used" : reason;
        }
    }
}
