using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Redirecting.Direct;

/// <summary>
/// Stands between a connection and the server: answers plain redirects from what the connection brings, and leaves the connection to the
/// server for good with the first request that is anything else.
/// </summary>
internal sealed class DirectConnection(ConnectionDelegate next, DirectRedirects redirects, Drain drain, TimeSpan keepAlive)
{
    public Task OnConnectionAsync(ConnectionContext connection) =>
        connection.Features.Get<ISslStreamFeature>()?.SslStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
            ? next(connection)
            : ServeAsync(connection);

    private async Task ServeAsync(ConnectionContext connection)
    {
        if (!await AnswerAsync(connection))
            await next(connection);
    }

    // Until the connection is over (true), or something has come that is the server's (false): it has not been taken from the pipe then.
    private async Task<bool> AnswerAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        var isSecure = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        using var patience = new DirectPatience(connection, keepAlive);
        while (true)
        {
            var read = await input.ReadAsync();
            var rest = read.Buffer;
            while (!rest.IsEmpty && !drain.HasBegun && redirects.Answer(rest.FirstSpan, output, peer, isSecure) is var answered and > 0)
                rest = rest.Slice(answered);
            var isOver = rest.IsEmpty && (read.IsCompleted || read.IsCanceled);
            input.AdvanceTo(rest.Start);
            if (output.UnflushedBytes > 0)
            {
                patience.BeginWriting();
                isOver |= (await output.FlushAsync()).IsCompleted;
            }

            if (isOver || !rest.IsEmpty)
                return isOver;
            patience.BeginReading();
        }
    }
}
