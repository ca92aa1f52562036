using System.Diagnostics.CodeAnalysis;
using Tautan.Platform.Outbound;

namespace Tautan.Health.Probing;

/// <summary>
/// Keeps connections for a moment, so that many URLs of one server do not cost it a handshake each. After so many
/// requests a connection is closed, and the next probe tests DNS, connect and TLS anew.
/// </summary>
/// <param name="mostUses">Requests a connection.</param>
/// <param name="longestIdle">What nobody has used for so long is closed.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionShelf(int mostUses, TimeSpan longestIdle, TimeProvider time) : IDisposable
{
    private const int Most = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<OutboundEndpoint, Stack<HeldConnection>> _idle = [];
    private ITimer? _sweep;
    private int _count;
    private bool _isDisposed;

    /// <summary>Takes one that is open, as far as is known.</summary>
    public bool TryTake(OutboundEndpoint endpoint, [NotNullWhen(true)] out HeldConnection? connection)
    {
        lock (_lock)
        {
            connection = null;
            if (!_idle.TryGetValue(endpoint, out var stack) || stack.Count == 0) return false;
            connection = stack.Pop();
            _count--;
        }

        // The last that was put back is the youngest: with it, all others are too old as well.
        if (time.GetElapsedTime(connection.IdleSince) < longestIdle) return true;
        connection.Dispose();
        connection = null;
        return false;
    }

    /// <summary>Puts one back whose answer was read to its end.</summary>
    public void Put(HeldConnection connection)
    {
        connection.IdleSince = time.GetTimestamp();
        lock (_lock)
        {
            if (!_isDisposed && connection.Uses < mostUses && _count < Most)
            {
                if (!_idle.TryGetValue(connection.Endpoint, out var stack)) _idle.Add(connection.Endpoint, stack = []);
                stack.Push(connection);
                _count++;
                _sweep ??= time.CreateTimer(_ => Sweep(), null, longestIdle, longestIdle);
                return;
            }
        }

        connection.Dispose();
    }

    /// <summary>Closes what is idle there: something is wrong, and the next probe is to see it for itself.</summary>
    public void Drop(OutboundEndpoint endpoint)
    {
        Stack<HeldConnection>? dropped;
        lock (_lock)
        {
            if (!_idle.Remove(endpoint, out dropped)) return;
            _count -= dropped.Count;
        }

        foreach (var connection in dropped) connection.Dispose();
    }

    public void Dispose()
    {
        List<HeldConnection> all;
        lock (_lock)
        {
            _isDisposed = true;
            _sweep?.Dispose();
            all = [.. _idle.Values.SelectMany(stack => stack)];
            _idle.Clear();
            _count = 0;
        }

        all.ForEach(connection => connection.Dispose());
    }

    private void Sweep()
    {
        List<HeldConnection> old = [];
        lock (_lock)
        {
            foreach (var (endpoint, stack) in _idle.ToList())
            {
                var young = stack.Where(connection => time.GetElapsedTime(connection.IdleSince) < longestIdle).Reverse().ToList();
                if (young.Count == stack.Count && young.Count > 0) continue;
                old.AddRange(stack.Except(young));
                if (young.Count == 0) _idle.Remove(endpoint);
                else _idle[endpoint] = new Stack<HeldConnection>(young);
            }

            _count -= old.Count;
        }

        old.ForEach(connection => connection.Dispose());
    }
}
