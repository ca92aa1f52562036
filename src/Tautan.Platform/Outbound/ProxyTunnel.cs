using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Platform.Outbound;

/// <summary>Asks a proxy for a tunnel (CONNECT, RFC 9110 §9.3.6).</summary>
internal static class ProxyTunnel
{
    private const int LongestHead = 16 * 1024;

    /// <summary>Asks, and reads the head of the answer and not a byte more: what follows it is the other end's.</summary>
    /// <returns>The error: none where the tunnel stands, <see cref="ConnectError.Unreachable"/> where the proxy says that it cannot reach the host, else <see cref="ConnectError.Proxy"/>.</returns>
    public static async Task<(ConnectError Error, string? Detail)> OpenAsync(Stream stream, OutboundEndpoint endpoint, OutboundProxy proxy, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(endpoint, proxy)), cancellationToken);
            var status = await ReadStatusAsync(stream, cancellationToken);
            return status switch
            {
                null => (ConnectError.Proxy, $"The proxy {proxy} does not answer with HTTP."),
                >= 200 and <= 299 => (ConnectError.None, null),
                502 or 503 or 504 => (ConnectError.Unreachable, string.Create(CultureInfo.InvariantCulture, $"The proxy {proxy} answers {status}.")),
                407 => (ConnectError.Proxy, $"The proxy {proxy} wants to know who asks."),
                _ => (ConnectError.ProxyRefuses, string.Create(CultureInfo.InvariantCulture, $"The proxy {proxy} answers {status}.")),
            };
        }
        catch (OperationCanceledException)
        {
            // It took the request, and waits for the host as we wait for it.
            return (ConnectError.ConnectTimeout, $"The proxy {proxy} did not open a tunnel in time.");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return (ConnectError.Proxy, $"The proxy {proxy} broke the connection.");
        }
    }

    private static string Request(OutboundEndpoint endpoint, OutboundProxy proxy)
    {
        return $"CONNECT {endpoint.Authority} HTTP/1.1\r\nHost: {endpoint.Authority}\r\n{(proxy.Authorization is { } value ? $"Proxy-Authorization: {value}\r\n" : "")}\r\n";
    }

    private static async Task<int?> ReadStatusAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (head.Count < LongestHead)
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0) return null;
            head.Add(one[0]);
            if (head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r') break;
        }

        // "HTTP/1.1 200 …"
        var line = Encoding.Latin1.GetString([.. head.TakeWhile(octet => octet != '\r')]).Split(' ', 3);
        return line.Length >= 2 && line[0].StartsWith("HTTP/1.", StringComparison.Ordinal) && int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }
}
