using System.Net.Sockets;
using System.Text;

namespace Tautan.SystemTests.Installations;

/// <summary>A visitor in a hurry: asks for many links at once on one connection (RFC 9112 §9.3.2).</summary>
internal static class PipeliningVisitor
{
    private const int AtOnce = 200;

    /// <summary>Where each slug leads, in their order; the status line where it is no redirect, which ends it.</summary>
    public static async Task<IReadOnlyList<string>> WhereAsync(Uri address, IReadOnlyList<string> slugs)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answers = new List<string>();
        foreach (var some in slugs.Chunk(AtOnce))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(some.Select(slug => $"GET /{slug} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"))));
            for (var n = 0; n < some.Length; n++)
            {
                var (where, isRedirect) = await ReadAsync(reader);
                answers.Add(where);
                if (!isRedirect)
                    return answers;
            }
        }

        return answers;
    }

    private static async Task<(string Where, bool IsRedirect)> ReadAsync(StreamReader reader)
    {
        var status = await reader.ReadLineAsync() ?? "closed";
        var location = "";
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Location: ", StringComparison.Ordinal))
                location = line["Location: ".Length..];
        }

        return status == "HTTP/1.1 302 Found" ? (location, true) : (status, false);
    }
}
