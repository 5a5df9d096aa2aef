namespace Registry.Core.Agents;

/// <summary>Members of a registration for which it matters whether they were given or filled in.</summary>
[Flags]
public enum RegistrationMembers
{
    None = 0,
    Kind = 1,
    Status = 2,
    Ttl = 4,
    HealthCheck = 8,
    All = Kind | Status | Ttl | HealthCheck,
}
