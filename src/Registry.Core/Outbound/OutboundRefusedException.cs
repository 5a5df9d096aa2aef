namespace Registry.Core.Outbound;

/// <summary>The guard refused an address. An exception, because it has to pass through the HTTP handler; who called makes it a value again.</summary>
internal sealed class OutboundRefusedException() : IOException("The host has an address that the registry does not connect to.");
