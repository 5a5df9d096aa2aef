namespace Registry.Core.Outbound;

/// <summary>The other side sent more than is taken from it.</summary>
internal sealed class OutboundLimitException() : IOException("The other side sent more than is read.");
