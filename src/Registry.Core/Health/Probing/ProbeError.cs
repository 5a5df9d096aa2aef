namespace Registry.Core.Health.Probing;

/// <summary>Why a probe was no success. Stored as a number: new values go to the end.</summary>
public enum ProbeError
{
    None,
    TimedOut,
    NameNotResolved,
    ConnectionRefused,
    ConnectionFailed,
    Tls,
    NotHttp,
    TooLarge,
    Redirected,
    WrongStatusCode,
    Gated,
    SaysUnhealthy,
    NoAgentCard,

    /// <summary>The outbound guard refused the address: nothing was asked, nothing is concluded.</summary>
    AddressNotAllowed,
}
