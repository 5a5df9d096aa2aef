namespace Registry.Core.Lifecycles.Hooks;

/// <summary>Whether a transition may happen.</summary>
/// <param name="Refusal">Why not; null when it may.</param>
public readonly record struct HookVerdict(Refusal? Refusal)
{
    public static HookVerdict Allowed => default;

    public bool IsAllowed => Refusal is null;

    /// <summary>Refuses the transition.</summary>
    /// <param name="agentId">Whose.</param>
    /// <param name="reason">A phrase for the caller.</param>
    public static HookVerdict Veto(string agentId, string reason) =>
        new(new Refusal(RefusalCode.HookRefused, $"A hook refused the change: {reason}") { AgentId = agentId });
}
