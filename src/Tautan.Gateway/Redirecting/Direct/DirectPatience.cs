using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tautan.Gateway.Redirecting.Direct;

/// <summary>
/// Ends the waiting of a connection: on a visitor who asks nothing more, or does not take what was answered, and where the server stops. Time
/// is counted in the server's heartbeats, about one a second.
/// </summary>
internal sealed class DirectPatience : IDisposable
{
    private const int WriteBeats = 10;

    private readonly ConnectionContext _connection;
    private readonly CancellationTokenRegistration _closing;
    private readonly int _readBeats;
    private int _left;
    private volatile bool _isWriting;
    private volatile bool _isOver;

    /// <param name="connection">The connection.</param>
    /// <param name="keepAlive">How long it may be idle.</param>
    public DirectPatience(ConnectionContext connection, TimeSpan keepAlive)
    {
        _connection = connection;
        _readBeats = (int)Math.Clamp(keepAlive.TotalSeconds, 1, int.MaxValue);
        BeginReading();
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static patience => ((DirectPatience)patience).Beat(), this);
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
            _closing = lifetime.ConnectionClosedRequested.UnsafeRegister(static patience => ((DirectPatience)patience!).StopReading(), this);
    }

    public void BeginReading()
    {
        Volatile.Write(ref _left, _readBeats);
        _isWriting = false;
    }

    public void BeginWriting()
    {
        Volatile.Write(ref _left, WriteBeats);
        _isWriting = true;
    }

    public void Dispose()
    {
        _isOver = true;
        _closing.Dispose();
    }

    private void Beat()
    {
        if (_isOver || Interlocked.Decrement(ref _left) != 0)
            return;
        if (_isWriting)
            _connection.Abort(new ConnectionAbortedException("The visitor does not take what was answered."));
        else
            StopReading();
    }

    private void StopReading() => _connection.Transport.Input.CancelPendingRead();
}
