using System.Buffers.Binary;
using System.Text;

namespace Tautan.Gateway.Tests.Listening;

/// <summary>HTTP/2 by the byte (RFC 9113), for visitors that no client would be.</summary>
internal static class Http2Frames
{
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte GoAway = 7;

    /// <summary>The settings that bound the streams of a connection.</summary>
    public const int MaxConcurrentStreams = 3;

    public static byte[] Preface => [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [])];

    public static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    /// <summary>A whole GET, each field without indexing (RFC 7541 §6.2.2).</summary>
    public static byte[] Get(int stream, string host, string path, string? authorization = null)
    {
        byte[] block = [0x82, 0x87, 0x04, .. Text(path), 0x01, .. Text(host), .. authorization is null ? [] : (byte[])[0x0F, 0x08, .. Text(authorization)]];
        return Frame(Headers, 0x05, stream, block);
    }

    public static byte[] Cancel(int stream) => Frame(Reset, 0, stream, [0, 0, 0, 8]);

    /// <summary>The next frame; null where the connection has ended.</summary>
    public static async Task<(byte Type, int Stream, byte[] Payload)?> ReadAsync(Stream stream)
    {
        var head = new byte[9];
        try
        {
            await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            return (head[3], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
