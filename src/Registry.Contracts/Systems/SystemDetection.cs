namespace Registry.Contracts.Systems;

/// <summary>What an endpoint is.</summary>
public sealed record SystemDetection
{
    /// <summary>
    /// <c>database</c>, <c>rest_api</c>, <c>file_system</c>, <c>message_queue</c>, <c>cloud_service</c>, <c>soap_service</c>, <c>ldap</c>,
    /// <c>email_server</c> or <c>unknown</c>.
    /// </summary>
    public required string SystemType { get; init; }

    /// <summary>As it would be registered: secrets as <c>***</c>. Text that is no endpoint is <c>***</c> as a whole.</summary>
    public required string Endpoint { get; init; }
}
