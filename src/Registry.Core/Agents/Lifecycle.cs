namespace Registry.Core.Agents;

public enum Lifecycle
{
    Discovered,
    Registered,
    Active,
    Inactive,
    Error,
}
