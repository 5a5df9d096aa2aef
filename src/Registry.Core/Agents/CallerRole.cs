namespace Registry.Core.Agents;

/// <summary>Roles in ascending order: each may do what the ones before it may.</summary>
public enum CallerRole
{
    None,
    Reader,
    Agent,
    Operator,
    Admin,
}
