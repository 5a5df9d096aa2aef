namespace Registry.Core.Outbound;

/// <summary>What an address is to somebody inside the registry's network.</summary>
internal enum AddressClass
{
    /// <summary>On the Internet.</summary>
    Public,

    /// <summary>Loopback, or of a private network: allowed by setting.</summary>
    Private,

    /// <summary>Link-local, metadata, multicast, unspecified, reserved: never allowed.</summary>
    Forbidden,
}
