using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tautan.Health.Parking;

namespace Tautan.Health.Tests.Parking;

/// <summary>Against a DNS server on loopback that knows one zone.</summary>
public sealed class DnsNameServersTests : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public DnsNameServersTests()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DnsNameServers Servers => new((IPEndPoint)_socket.LocalEndPoint!);

    [Fact]
    public async Task Zone_itself_has_its_name_servers() =>
        (await Servers.FindAsync("a.example", Cancellation))!.ShouldBe(["ns1.parked.example", "ns2.parked.example"], ignoreOrder: true);

    [Fact]
    public async Task Name_inside_a_zone_has_those_of_the_zone() =>
        (await Servers.FindAsync("www.shop.a.example", Cancellation))!.ShouldBe(["ns1.parked.example", "ns2.parked.example"], ignoreOrder: true);

    [Fact]
    public async Task Nobody_can_tell_about_a_name_that_does_not_exist_or_a_resolver_that_is_not_there()
    {
        (await Servers.FindAsync("unknown.test", Cancellation)).ShouldBeNull();
        using var placeholder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        placeholder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        (await new DnsNameServers((IPEndPoint)placeholder.LocalEndPoint!).FindAsync("a.example", Cancellation)).ShouldBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[512];
        while (!_stop.IsCancellationRequested)
        {
            var query = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
            await _socket.SendToAsync(Answer(buffer[..query.ReceivedBytes]), query.RemoteEndPoint, _stop.Token);
        }
    }

    // RFC 1035 §4: the question comes back, with NS records of the zone, or an empty answer that names the zone, or no such name.
    private static byte[] Answer(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] != 0; at += query[at] + 1) labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        var question = query[12..(at + 5)];
        var name = string.Join('.', labels);
        var isZone = name == "a.example";
        var isInside = name.EndsWith(".a.example", StringComparison.Ordinal);

        var answer = new List<byte>();
        answer.AddRange(query[..2]);
        answer.AddRange(Words(isZone || isInside ? 0x8180 : 0x8183, 1, isZone ? 2 : 0, isInside ? 1 : 0, 0));
        answer.AddRange(question);
        if (isZone)
        {
            foreach (var server in (string[])["ns1.parked.example", "ns2.parked.example"])
                answer.AddRange([.. Name(name), .. Words(2, 1, 0, 60, Name(server).Length), .. Name(server)]);
        }
        else if (isInside)
        {
            byte[] start = [.. Name("ns1.parked.example"), .. Name("host.a.example"), .. Words(0, 1, 0, 60, 0, 60, 0, 60, 0, 60)];
            answer.AddRange([.. Name("a.example"), .. Words(6, 1, 0, 60, start.Length), .. start]);
        }

        return [.. answer];
    }

    private static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static byte[] Words(params int[] words)
    {
        var bytes = new byte[2 * words.Length];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)words[i]);
        return bytes;
    }
}
