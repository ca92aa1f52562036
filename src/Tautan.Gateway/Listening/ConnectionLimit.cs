using Microsoft.AspNetCore.Connections;

namespace Tautan.Gateway.Listening;

/// <summary>Closes a connection that is one too many of all.</summary>
internal sealed class ConnectionLimit(ConnectionDelegate next, OpenConnections connections)
{
    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (!connections.TryEnter())
            return;
        try
        {
            await next(connection);
        }
        finally
        {
            connections.Leave();
        }
    }
}
