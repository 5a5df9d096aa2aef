namespace Registry.Core.Health;

public enum HealthCheckKind
{
    None,
    Http,
    Tcp,
    A2A,
}
