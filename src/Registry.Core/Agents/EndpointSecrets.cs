namespace Registry.Core.Agents;

/// <summary>Takes secrets out of endpoints before anything else sees them. When in doubt it takes out too much.</summary>
public static class EndpointSecrets
{
    public const string Mask = "***";

    /// <summary>
    /// Replaces passwords in user info and the values of secret parameters by <c>***</c>: in URLs (also nested ones), in
    /// <c>;</c>-separated, <c>,</c>-separated and libpq connection strings, in JDBC URLs. Doing it twice changes nothing.
    /// Text that is too long to be an endpoint is replaced as a whole, which bounds the work.
    /// </summary>
    public static string Redact(string endpoint) => endpoint.Length > 2 * AgentLimits.MaxUrlLength
        ? Mask
        : SecretParameters.Redact(UserInfoSecrets.Redact(endpoint));
}
