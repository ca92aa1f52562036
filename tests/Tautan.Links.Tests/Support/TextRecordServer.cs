using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Links.Tests;

/// <summary>A DNS server on loopback that knows the TXT records it is told (RFC 1035 §4).</summary>
public sealed class TextRecordServer : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public TextRecordServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public ConcurrentDictionary<string, string> Records { get; } = new(StringComparer.OrdinalIgnoreCase);

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

    private byte[] Answer(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] != 0; at += query[at] + 1)
            labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        var isKnown = Records.TryGetValue(string.Join('.', labels), out var text);
        List<byte> answer = [.. query[..2], .. Words(isKnown ? 0x8180 : 0x8183, 1, isKnown ? 1 : 0, 0, 0), .. query[12..(at + 5)]];
        if (isKnown)
            answer.AddRange([0xC0, 12, .. Words(16, 1, 0, 60, text!.Length + 1), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)]);
        return [.. answer];
    }

    private static byte[] Words(params int[] values)
    {
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * 2), (ushort)values[i]);
        return bytes;
    }
}
