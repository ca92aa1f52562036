using System.Net;
using System.Net.Sockets;

namespace Tautan.Platform.Discovery;

/// <summary>
/// Where services are: at <c>TAUTAN_Services__{name}</c> where it is set, else at the Unix socket of that name on this
/// machine.
/// </summary>
/// <param name="runtimeDirectory">The folder of the sockets.</param>
/// <param name="services">By name: <c>https://host:port</c>.</param>
public sealed class ServiceAddresses(string runtimeDirectory, IReadOnlyDictionary<string, Uri> services)
{
    /// <summary>The socket at which a service listens or is found on this machine.</summary>
    public string SocketPath(string service) => Path.Combine(runtimeDirectory, service + ".sock");

    /// <summary>Whether a service is known not to be there without asking it: it would be on this machine, and has no socket.</summary>
    public bool IsAway(string service) => !services.ContainsKey(service) && !File.Exists(SocketPath(service));

    /// <summary>Connects to a service, without TLS yet.</summary>
    /// <exception cref="SocketException">It is not there.</exception>
    public async ValueTask<Stream> ConnectAsync(string service, CancellationToken cancellationToken)
    {
        var (socket, endPoint) = services.TryGetValue(service, out var address)
            ? (new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, (EndPoint)new DnsEndPoint(address.IdnHost, address.Port))
            : (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(SocketPath(service)));
        try
        {
            var error = await ConnectAsync(socket, endPoint, cancellationToken);
            return error == SocketError.Success ? new NetworkStream(socket, ownsSocket: true) : throw new SocketException((int)error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Socket's other ways to connect read the debug symbols of their callers into memory for each refusal, and a service that is away refuses
    // once a second.
    private static async Task<SocketError> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = endPoint };
        attempt.Completed += (_, _) => done.SetResult();
        if (socket.ConnectAsync(attempt))
        {
            await using var cancelling = cancellationToken.Register(() => Socket.CancelConnectAsync(attempt));
            await done.Task;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return attempt.SocketError;
    }
}
