namespace Registry.Core.Agents;

public enum AgentKind
{
    Agent,
    Service,
    Component,
    System,
    Provider,
}
