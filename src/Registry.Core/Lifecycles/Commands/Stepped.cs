using Registry.Core.Agents;

namespace Registry.Core.Lifecycles.Commands;

/// <param name="Agent">As it is after the step.</param>
/// <param name="Changed">False where it was there already.</param>
internal sealed record Stepped(Agent Agent, bool Changed)
{
    /// <summary>The step can be taken, and waits for the hooks' word.</summary>
    public bool MustAsk { get; init; }
}
