namespace Registry.Core.Agents;

/// <summary>Takes secrets out of endpoints before anything else sees them. When in doubt it takes out too much.</summary>
public static class EndpointSecrets
{
    public const string Mask = "***";

    // Text that is encoded more often than this is nobody's address.
    private const int MaxEncodings = 4;

    /// <summary>
    /// Replaces passwords in user info and the values of secret parameters by <c>***</c>: in URLs (also nested and encoded ones), in
    /// <c>;</c>-separated, <c>,</c>-separated and libpq connection strings, in JDBC and Oracle's own forms. Doing it twice changes nothing.
    /// Text that is too long to be an endpoint is replaced as a whole, which bounds the work.
    /// </summary>
    public static string Redact(string endpoint) => Redact(endpoint, 0);

    /// <summary>Whether there is something to take out.</summary>
    public static bool AreIn(string text) => !string.Equals(Redact(text), text, StringComparison.Ordinal);

    internal static string Redact(string text, int encodings) =>
        text.Length > 2 * AgentLimits.MaxUrlLength || encodings > MaxEncodings
            ? Mask
            : EncodedSecrets.Redact(SecretParameters.Redact(UserInfoSecrets.Redact(text)), encodings);
}
