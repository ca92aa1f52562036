using System.Net;
using Microsoft.AspNetCore.Connections;
using Tautan.Gateway.Addresses;

namespace Tautan.Gateway.Listening;

/// <summary>
/// Reads who a trusted proxy connects for, and puts it in the proxy's place. A trusted proxy that sends no such header, or one
/// that is wrong, is hung up on; of others none is read.
/// </summary>
internal sealed class ProxyProtocol(ConnectionDelegate next, AddressSet trustedProxies, TimeSpan patience, OpenConnections connections, TimeProvider time)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (trustedProxies.Contains((connection.RemoteEndPoint as IPEndPoint)?.Address))
        {
            if (await ReadAsync(connection) is not { } header)
            {
                connections.Refuse("proxy_protocol");
                return;
            }

            if (header.Source is { } source)
                connection.RemoteEndPoint = source;
        }

        await next(connection);
    }

    private async Task<ProxyHeader?> ReadAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(patience, time);
        var input = connection.Transport.Input;
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(limit.Token);
                if (!ProxyHeader.TryRead(read.Buffer, out var header) || (header is null && read.IsCompleted))
                    return null;
                if (header is { Length: var length })
                {
                    input.AdvanceTo(read.Buffer.GetPosition(length));
                    return header;
                }

                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            return null;
        }
    }
}
