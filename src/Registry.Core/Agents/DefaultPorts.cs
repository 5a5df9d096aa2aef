using System.Collections.Frozen;

namespace Registry.Core.Agents;

/// <summary>Ports that URLs leave out: IANA's, and the ones that databases and queues listen on by default.</summary>
internal static class DefaultPorts
{
    private static readonly FrozenDictionary<string, int> ByScheme = new (string Scheme, int Port)[]
    {
        ("http", 80), ("https", 443), ("ws", 80), ("wss", 443), ("ftp", 21), ("ftps", 990), ("sftp", 22), ("ssh", 22),
        ("postgres", 5432), ("postgresql", 5432), ("mysql", 3306), ("mariadb", 3306), ("sqlserver", 1433), ("mssql", 1433),
        ("mongodb", 27017), ("redis", 6379), ("rediss", 6379), ("amqp", 5672), ("amqps", 5671), ("mqtt", 1883), ("mqtts", 8883),
        ("nats", 4222), ("ldap", 389), ("ldaps", 636), ("smtp", 25), ("smtps", 465), ("imap", 143), ("imaps", 993),
    }.ToFrozenDictionary(entry => entry.Scheme, entry => entry.Port, StringComparer.OrdinalIgnoreCase);

    /// <summary>0 for a scheme without one.</summary>
    public static int Of(ReadOnlySpan<char> scheme) =>
        ByScheme.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scheme, out var port) ? port : 0;
}
