using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Tautan.Testing.Misbehaving;

/// <summary>Good manners and bad ones.</summary>
public static class Behaviours
{
    /// <summary>A whole answer; the connection is kept.</summary>
    public static TestBehaviour Answer(int status, string body = "", params (string Name, string Value)[] headers) =>
        Answer(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>A whole answer; the connection is kept.</summary>
    public static TestBehaviour Answer(int status, byte[] body, params (string Name, string Value)[] headers) => async exchange =>
    {
        var bodyless = status is 204 or 304 or < 200;
        await exchange.WriteAsync(Head(status, bodyless ? headers : [("Content-Length", Number(body.Length)), .. headers]));
        if (!bodyless) await exchange.Stream.WriteAsync(body, exchange.Stopped);
        exchange.KeepAlive = true;
    };

    public static TestBehaviour RedirectTo(string location, int status = 302) => Answer(status, "", ("Location", location));

    /// <summary>One behaviour a request, in this order; the last one from then on.</summary>
    public static TestBehaviour InTurn(params TestBehaviour[] behaviours)
    {
        var next = -1;
        return exchange => behaviours[Math.Min(Interlocked.Increment(ref next), behaviours.Length - 1)](exchange);
    }

    public static TestBehaviour HangBeforeHead() => exchange => exchange.HangAsync();

    /// <summary>Half of the head, and then nothing.</summary>
    public static TestBehaviour HangInHead() => async exchange =>
    {
        await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Le");
        await exchange.HangAsync();
    };

    /// <summary>A head that promises more body than comes, and then nothing.</summary>
    public static TestBehaviour HangInBody(string start = "The beginning.") => async exchange =>
    {
        await exchange.WriteAsync(Head(200, [("Content-Length", "100000")]) + start);
        await exchange.HangAsync();
    };

    public static TestBehaviour ResetBeforeHead() => exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    };

    public static TestBehaviour CloseBeforeHead() => _ => Task.CompletedTask;

    /// <summary>The beginning of a body, and then a TCP reset.</summary>
    public static TestBehaviour ResetInBody() => async exchange =>
    {
        await exchange.WriteAsync(Head(200, [("Content-Length", "1000")]) + "Only the beginning.");
        exchange.Reset();
    };

    /// <summary>Closes in the middle of a body of known length.</summary>
    public static TestBehaviour EndBodyEarly(int status = 200) => exchange =>
        exchange.WriteAsync(Head(status, [("Content-Length", "1000")]) + "Only the beginning.");

    /// <summary>Closes in the middle of a chunked body.</summary>
    public static TestBehaviour EndChunksEarly() => exchange =>
        exchange.WriteAsync(Head(200, [("Transfer-Encoding", "chunked")]) + "5\r\nhello\r\n");

    public static TestBehaviour Garbage() => exchange => exchange.WriteAsync("220 mail.example ESMTP, this is not HTTP\r\n\r\n");

    /// <summary>Chunks whose lengths are no numbers.</summary>
    public static TestBehaviour GarbageInBody() => exchange =>
        exchange.WriteAsync(Head(200, [("Transfer-Encoding", "chunked")]) + "zz\r\nhello\r\n0\r\n\r\n");

    /// <summary>A head that never ends.</summary>
    public static TestBehaviour EndlessHead() => async exchange =>
    {
        await exchange.WriteAsync("HTTP/1.1 200 OK\r\n");
        var line = "X-More: " + new string('a', 1000) + "\r\n";
        while (true) await exchange.WriteAsync(line);
    };

    /// <summary>A body that never ends.</summary>
    public static TestBehaviour EndlessBody() => async exchange =>
    {
        await exchange.WriteAsync(Head(200, [("Content-Type", "text/plain")]));
        var line = new string('a', 1000) + "\n";
        while (true) await exchange.WriteAsync(line);
    };

    /// <summary>A small body that unpacks to this many bytes; what of it was sent is told to <paramref name="sent"/>.</summary>
    public static TestBehaviour GzipBomb(int megabytes, Action<int>? sent = null)
    {
        var bomb = Pack(new byte[1024 * 1024], megabytes);
        return async exchange =>
        {
            await exchange.WriteAsync(Head(200, [("Content-Encoding", "gzip"), ("Content-Length", Number(bomb.Length))]));
            await exchange.Stream.WriteAsync(bomb, exchange.Stopped);
            sent?.Invoke(bomb.Length);
            exchange.KeepAlive = true;
        };
    }

    /// <summary>The body, packed.</summary>
    public static TestBehaviour Gzip(string body) => Answer(200, Pack(Encoding.UTF8.GetBytes(body), 1), ("Content-Encoding", "gzip"));

    /// <summary>Says that it is packed, and is not.</summary>
    public static TestBehaviour FalseGzip() => Answer(200, "This is not packed.", ("Content-Encoding", "gzip"));

    /// <summary>The head of an answer, with the empty line.</summary>
    public static string Head(int status, IEnumerable<(string Name, string Value)> headers)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Test\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return head.Append("\r\n").ToString();
    }

    private static byte[] Pack(byte[] part, int times)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (var time = 0; time < times; time++) gzip.Write(part);
        }

        return packed.ToArray();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
