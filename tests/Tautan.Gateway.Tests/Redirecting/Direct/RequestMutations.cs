namespace Tautan.Gateway.Tests.Redirecting.Direct;

/// <summary>Makes requests that are plain, and those that are nearly so: each character stands for a byte.</summary>
internal sealed class RequestMutations(Random random)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "HEAD", "POST", "get", "GETT", "OPTIONS", "PUT"];
    private static readonly string[] Targets =
    [
        "/x", "/x", "/x/", "/y/a/b", "/y/z", "/q?a=b&c=%20", "/q?a=b", "/x?", "/x+", "/x/qr", "/none", "/", "//x", "/./x", "/x/..", "/a/../x", "/%78", "/X", "/api/v1", "/x#y", "/x?a#b",
        "/y/%2e%2e/z", "/y/a?b", "*", "x", "http://127.0.0.1/x", "http://user@127.0.0.1/x", "/x\\y", "/x%00", "/x%", "/q?a=\"b\"", "/q?%", "/é", "/y/'(a)*!",
    ];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", ""];
    private static readonly string[] Hosts =
        ["Host: 127.0.0.1", "Host: 127.0.0.1", "Host: go.example:8080", "host:go.example", "Host:", "Host: a b", "Host: a/b", "Host: go.example:", "Host: :80", "Host: [::1]:80", "Host: go.example:99999", "Host: a,b", "Host: ü.example", ""];

    private static readonly string[] Headers =
    [
        "User-Agent: agent", "Accept: text/html", "Accept: application/json", "Accept-Language: de, en;q=0.5", "Referer: https://r.example/a?b", "Cookie: a=b; c=\"d\"", "DNT: 1", "DNT: 0", "Sec-GPC: 1", "Connection: keep-alive",
        "Connection: close", "connection: Keep-Alive", "Connection: x", "Upgrade: websocket", "Expect: 100-continue", "Content-Length: 0", "Content-Length: 3", "Content-Length: 0, 0", "Content-Length: -1", "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked", "Host: other.example", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: a", "X: ", "X:y", "X : y", " X: y", "X", ": y", "X: a\r\n b", "X: a\tb", "X: é", "X: a\0b", "X: a\rb", "X: a\nY: b", "(X): y", "TE: trailers",
        "Keep-Alive: timeout=5", "HTTP2-Settings: AAMAAABk", "Accept-Language: ", "Range: bytes=0-1", "If-None-Match: *", "Content-Type: text/plain", "User-Agent: a\r\nUser-Agent: b",
    ];

    private static readonly string Hostile = "\0\r\n\t :/?#%.,;\\\"\x7f\x80\xff+@[]";

    /// <summary>One or two requests, as one connection brings them.</summary>
    public string Next()
    {
        var requests = random.Next(3) == 0 ? One() + One() : One();
        for (var changes = random.Next(4) == 0 ? random.Next(1, 3) : 0; changes > 0 && requests.Length > 1; changes--)
        {
            var at = random.Next(requests.Length);
            requests = random.Next(3) switch
            {
                0 => requests.Remove(at, 1),
                1 => requests.Insert(at, Pick(Hostile)),
                _ => requests.Remove(at, 1).Insert(at, Pick(Hostile)),
            };
        }

        return requests;
    }

    private string One()
    {
        var end = random.Next(20) == 0 ? "\n" : "\r\n";
        var isPlain = random.Next(3) > 0;
        var (hasPlainHeaders, hasNoBody) = (random.Next(2) == 0, random.Next(3) > 0);
        var lines = new List<string>
        {
            isPlain ? $"GET {Pick(Targets[..6])} HTTP/1.1" : $"{Pick(Methods)} {Pick(Targets)} {Pick(Versions)}",
            isPlain ? Hosts[0] : Pick(Hosts),
        };
        lines.RemoveAll(line => line.Length == 0);
        var headers = hasPlainHeaders ? Headers[..10] : Headers;
        for (var count = random.Next(4); count > 0; count--)
            lines.Insert(random.Next(1, lines.Count + 1), Pick(headers));
        return string.Join(end, lines) + end + end + (hasNoBody ? "" : Pick(["abc", "0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "3;a=b\r\nabc\r\n0\r\nT: r\r\n\r\n"]));
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private string Pick(string characters) => characters[random.Next(characters.Length)].ToString();
}
