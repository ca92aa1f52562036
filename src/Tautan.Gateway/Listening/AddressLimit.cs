using Microsoft.AspNetCore.Connections;

namespace Tautan.Gateway.Listening;

/// <summary>Closes a connection that is one too many of its address.</summary>
internal sealed class AddressLimit(ConnectionDelegate next, OpenConnections connections)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        var key = connections.KeyOf(connection.RemoteEndPoint);
        if (!connections.TryEnter(key))
            return;
        try
        {
            await next(connection);
        }
        finally
        {
            connections.Leave(key);
        }
    }
}
