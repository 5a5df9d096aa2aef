using Registry.Core.Agents;

namespace Registry.Core.Resolution.Circuits;

/// <param name="Agent">After the outcomes.</param>
/// <param name="Changed">Whether they changed anything.</param>
internal sealed record OutcomeResult(Agent Agent, bool Changed);
