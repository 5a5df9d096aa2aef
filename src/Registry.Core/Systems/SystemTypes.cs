using Registry.Core.Agents;

namespace Registry.Core.Systems;

/// <summary>System types as registrations and callers name them.</summary>
public static class SystemTypes
{
    private static readonly WordTable<SystemType> Words = new(
        "soap_service", "message_queue", "file_system", "database", "ldap", "email_server", "cloud_service", "rest_api", "unknown");

    private static readonly string[] Names =
    [
        "database", "rest_api", "file_system", "message_queue", "cloud_service", "soap_service", "ldap", "email_server", "unknown",
    ];

    /// <summary>All of them, for error messages.</summary>
    public static string Listed { get; } = string.Join(", ", Names);

    public static bool Contains(string? word) => Array.IndexOf(Names, word) >= 0;

    /// <summary>The word of what an endpoint is; <c>unknown</c> for one that says nothing.</summary>
    public static string Detect(string endpoint) => Words[SystemDetector.Detect(endpoint)];

    /// <summary>
    /// What a registration that names none is taken for. A system is something, if only <c>unknown</c>. Of the other kinds all speak HTTP: that, and
    /// what nobody knows, says nothing of them.
    /// </summary>
    internal static string? Of(AgentKind kind, string? endpoint)
    {
        var type = endpoint is null ? SystemType.Unknown : SystemDetector.Detect(endpoint);
        return kind == AgentKind.System || type < SystemType.RestApi ? Words[type] : null;
    }

    /// <summary>The type that stays when the endpoint changes: null where it was the endpoint that told it.</summary>
    internal static string? Given(Registration registration) =>
        registration.SystemType is { } type && type != Of(registration.Kind, registration.Endpoint) ? type : null;
}
