using System.Net;

namespace Registry.Core.Outbound;

/// <summary>Names to addresses.</summary>
internal interface IHostResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">The name is not known, or nobody could say.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
