using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tautan.Gateway.Listening;

/// <summary>
/// Gives a connection that has only just come the time for its first request, where the server stops: nobody who was let in is
/// sent away unanswered.
/// </summary>
internal sealed class YoungConnection(ConnectionDelegate next)
{
    private const int YouthMilliseconds = 1000;

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } server)
        {
            await next(connection);
            return;
        }

        using var lifetime = new Lifetime(server);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        await next(connection);
    }

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly long _began = Environment.TickCount64;
        private readonly CancellationTokenSource _closing = new();
        private readonly CancellationTokenRegistration _stop;

        public Lifetime(IConnectionLifetimeNotificationFeature server)
        {
            ConnectionClosedRequested = _closing.Token;
            _stop = server.ConnectionClosedRequested.UnsafeRegister(static lifetime => ((Lifetime)lifetime!).Stop(), this);
        }

        public CancellationToken ConnectionClosedRequested { get; set; }

        public void RequestClose() => _closing.Cancel();

        public void Dispose()
        {
            _stop.Dispose();
            _closing.Dispose();
        }

        private void Stop()
        {
            var left = YouthMilliseconds - (Environment.TickCount64 - _began);
            if (left > 0)
                _closing.CancelAfter((int)left);
            else
                _closing.Cancel();
        }
    }
}
