using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Outbound;

/// <summary>Finds the addresses of a name.</summary>
public interface IResolver
{
    /// <summary>All addresses of the name, in the order in which to try them.</summary>
    /// <param name="host">A name in ASCII (RFC 5890), never an address.</param>
    /// <param name="cancellationToken">Stops the wait for an answer.</param>
    /// <exception cref="SocketException">The name has none, or nobody could be asked.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}
