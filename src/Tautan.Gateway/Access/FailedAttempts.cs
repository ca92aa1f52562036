using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Gateway.Access;

/// <summary>How often an address failed lately: 30 wrong keys a minute, then it waits. An IPv6 network of 64 bits is one address.</summary>
internal sealed class FailedAttempts(TimeProvider time)
{
    /// <summary>So many in a minute.</summary>
    public const int Most = 30;

    private const int MostAddresses = 100_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, Count> _counts = new();

    /// <summary>How long an address has to wait; zero: it may try.</summary>
    public TimeSpan Wait(IPAddress? address) =>
        _counts.TryGetValue(KeyOf(address), out var count) && count.Failures >= Most && count.Ends - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    public void Add(IPAddress? address)
    {
        var now = time.GetUtcNow();
        if (_counts.Count >= MostAddresses)
            Forget(now);
        _counts.AddOrUpdate(KeyOf(address), _ => new Count(1, now + Window), (_, count) => count.Ends <= now ? new Count(1, now + Window) : count with { Failures = count.Failures + 1 });
    }

    private static IPAddress KeyOf(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, _) in _counts.Where(count => count.Value.Ends <= now))
            _counts.TryRemove(address, out _);
        if (_counts.Count >= MostAddresses)
            _counts.Clear();
    }

    private sealed record Count(int Failures, DateTimeOffset Ends);
}
