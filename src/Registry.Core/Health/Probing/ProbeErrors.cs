namespace Registry.Core.Health.Probing;

/// <summary>Errors of probes in words. None of them repeats what the other side said.</summary>
public static class ProbeErrors
{
    /// <summary>One phrase for a person; null for none.</summary>
    public static string? Text(ProbeError error) => error switch
    {
        ProbeError.None => null,
        ProbeError.TimedOut => "no answer in time",
        ProbeError.NameNotResolved => "the host name is not known",
        ProbeError.ConnectionRefused => "connection refused",
        ProbeError.ConnectionFailed => "the connection failed",
        ProbeError.Tls => "no trusted TLS connection",
        ProbeError.NotHttp => "the answer is not HTTP",
        ProbeError.TooLarge => "the answer is larger than 64 KiB before its body begins",
        ProbeError.Redirected => "a redirect, which probes do not follow",
        ProbeError.WrongStatusCode => "the status code is no success",
        ProbeError.Gated => "credentials are required (401, 402 or 403)",
        ProbeError.SaysUnhealthy => "its health document says unhealthy",
        ProbeError.NoAgentCard => "the answer is no agent card",
        ProbeError.AddressNotAllowed => "the outbound guard does not allow this address",
        _ => "unknown error",
    };
}
