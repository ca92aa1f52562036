using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tautan.Gateway.Listening;

/// <summary>
/// Gives a connection that has only just come the time for its first request, where the server stops: nobody who was let in is
/// sent away unanswered.
/// </summary>
internal sealed class YoungConnection(ConnectionDelegate next, TimeProvider time)
{
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(1);

    public async Task OnConnectionAsync(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } server)
        {
            await next(connection);
            return;
        }

        using var lifetime = new Lifetime(server, time);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(lifetime);
        await next(connection);
    }

    private sealed class Lifetime : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly long _began;
        private readonly TimeProvider _time;
        private readonly CancellationTokenSource _closing;
        private readonly CancellationTokenRegistration _stop;

        public Lifetime(IConnectionLifetimeNotificationFeature server, TimeProvider time)
        {
            _time = time;
            _began = time.GetTimestamp();
            _closing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
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
            var left = Youth - _time.GetElapsedTime(_began);
            if (left > TimeSpan.Zero)
                _closing.CancelAfter(left);
            else
                _closing.Cancel();
        }
    }
}
