using Registry.Core.Agents;
using Registry.Core.Sharding;

namespace Registry.Core.Events;

/// <summary>Events of the changes of agents.</summary>
/// <param name="find">An agent as it is now.</param>
internal sealed class AgentEvents(Func<string, Agent?> find) : IEventMaker<Agent>
{
    public Agent? Find(string entityId) => find(entityId);

    public RegistryEvent Make(string partition, Change<Agent> change, Agent? before) => new(partition, change.Seq, change.Type, change.EntityId)
    {
        Time = change.Time,
        Actor = change.Actor,
        CorrelationId = change.CorrelationId,
        Old = change.Old,
        New = change.New,
        Reason = change.Reason,
        Agent = change.After ?? before,
    };
}
