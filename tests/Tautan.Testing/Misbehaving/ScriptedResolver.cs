using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tautan.Platform.Outbound;

namespace Tautan.Testing.Misbehaving;

/// <summary>A resolver that says what a test wants, a different thing each time if need be. Names it does not know do not exist.</summary>
public sealed class ScriptedResolver : IResolver
{
    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<IPAddress[]>>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>The name has these addresses.</summary>
    public ScriptedResolver Set(string host, params string[] addresses) => SetInTurn(host, addresses);

    /// <summary>The name has the first list at the first look-up, the second at the second, and so on; the last one from then on.</summary>
    public ScriptedResolver SetInTurn(string host, params string[][] answers)
    {
        var next = -1;
        _names[host] = _ =>
        {
            var answer = answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)];
            return Task.FromResult(Array.ConvertAll(answer, IPAddress.Parse));
        };
        return this;
    }

    /// <summary>Nobody answers for the name.</summary>
    public ScriptedResolver Hang(string host)
    {
        _names[host] = async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        };
        return this;
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        _asked.Enqueue(host);
        return _names.TryGetValue(host, out var answer) ? answer(cancellationToken) : throw new SocketException((int)SocketError.HostNotFound);
    }
}
