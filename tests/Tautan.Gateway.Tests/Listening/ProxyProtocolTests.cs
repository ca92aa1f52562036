using System.Net;
using System.Text;
using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Listening;

/// <summary>Whom a proxy speaks for is seen at who is denied: 203.0.113.9, 2001:db8::9 and, where a test says so, the socket's own address.</summary>
public sealed class ProxyProtocolTests : IDisposable
{
    private static readonly byte[] Signature = [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];
    private static readonly byte[] ToUs = IPAddress.Parse("192.0.2.1").GetAddressBytes();

    private readonly CertificateFolder _folder = new();

    [Theory]
    [InlineData("203.0.113.9", 403)]
    [InlineData("203.0.113.8", 404)]
    [InlineData("2001:db8::9", 403)]
    [InlineData("2001:db8::8", 404)]
    [InlineData("::ffff:203.0.113.9", 403)]
    public async Task The_visitor_is_whom_a_trusted_proxy_connects_for(string source, int status) =>
        (await AskAsync(Header(source))).ShouldStartWith($"HTTP/1.1 {status}");

    [Fact]
    public async Task More_that_a_proxy_says_of_the_connection_is_passed_over()
    {
        byte[] authority = [0x02, 0, 10, .. "go.example"u8];
        byte[] padding = [0x04, 0x10, 0, .. new byte[0x1000]];
        (await AskAsync(Header("203.0.113.9", [.. authority, .. padding]))).ShouldStartWith("HTTP/1.1 403");
    }

    [Theory]
    [InlineData(0x20, 0x00, "")]
    [InlineData(0x20, 0x11, "cb007109c0000201303901bb")]
    [InlineData(0x21, 0x00, "")]
    [InlineData(0x21, 0x00, "cb007109")]
    public async Task A_proxy_that_speaks_for_itself_keeps_its_address(byte command, byte family, string addresses)
    {
        var header = Raw(command, family, Convert.FromHexString(addresses));
        (await AskAsync(header)).ShouldStartWith("HTTP/1.1 404");
        (await AskAsync(header, ("Gateway:Deny:0", "127.0.0.1"))).ShouldStartWith("HTTP/1.1 403");
    }

    [Theory]
    [InlineData("the header is missing", "")]
    [InlineData("version 1", "50524f5859205443503420312e312e312e3120322e322e322e32203120320d0a")]
    [InlineData("another version", "0d0a0d0a000d0a515549540a1111000ccb007109c0000201303901bb")]
    [InlineData("an unknown command", "0d0a0d0a000d0a515549540a2211000ccb007109c0000201303901bb")]
    [InlineData("UDP", "0d0a0d0a000d0a515549540a2112000ccb007109c0000201303901bb")]
    [InlineData("a Unix socket", "0d0a0d0a000d0a515549540a21310000")]
    [InlineData("too short for IPv4", "0d0a0d0a000d0a515549540a2111000bcb007109c00002013039bb")]
    [InlineData("too short for IPv6", "0d0a0d0a000d0a515549540a2121000ccb007109c0000201303901bb")]
    [InlineData("a signature that is wrong at its end", "0d0a0d0a000d0a515549540b2111000ccb007109c0000201303901bb")]
    public async Task What_is_no_such_header_closes_the_connection(string what, string header) =>
        (await AskAsync(Convert.FromHexString(header))).ShouldBe("", what);

    [Fact]
    public async Task A_header_that_does_not_come_to_its_end_closes_the_connection()
    {
        await using var installation = await StartAsync(("Gateway:Limits:HeaderSeconds", "1"));
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync(Header("203.0.113.9")[..20]);
        (await visitor.ReadAllAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_header_may_come_byte_by_byte_and_with_the_request_behind_it()
    {
        await using var installation = await StartAsync();
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        foreach (var one in Header("203.0.113.9"))
            await visitor.SendAsync([one]);
        (await visitor.GetAsync()).ShouldStartWith("HTTP/1.1 403");
    }

    [Fact]
    public async Task Who_is_no_trusted_proxy_is_not_believed_and_not_asked_for_a_header()
    {
        await using var installation = await StartAsync(("Gateway:TrustedProxies:0", "192.0.2.0/24"));
        using var direct = await Visitor.ConnectAsync(installation.Addresses[0]);
        (await direct.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        using var liar = await Visitor.ConnectAsync(installation.Addresses[0]);
        await liar.SendAsync(Header("203.0.113.8"));
        (await liar.GetAsync()).ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task The_header_comes_before_TLS()
    {
        _folder.Write("go", "go.example");
        await using var installation = await StartAsync([.. _folder.Settings("go").Select(pair => (pair.Key, pair.Value!))], "https://127.0.0.1:0");
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync(Header("203.0.113.9"));
        await visitor.SecureAsync("go.example");
        (await visitor.GetAsync()).ShouldStartWith("HTTP/1.1 403");
    }

    public void Dispose() => _folder.Dispose();

    internal static byte[] Header(string source, byte[]? more = null)
    {
        var address = IPAddress.Parse(source);
        byte[] ports = [0x30, 0x39, 0x01, 0xBB];
        return address.GetAddressBytes() is { Length: 4 } four
            ? Raw(0x21, 0x11, [.. four, .. ToUs, .. ports, .. more ?? []])
            : Raw(0x21, 0x21, [.. address.GetAddressBytes(), .. new byte[16], .. ports, .. more ?? []]);
    }

    private static byte[] Raw(byte command, byte family, byte[] rest) => [.. Signature, command, family, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest];

    private static Task<Installation> StartAsync(params (string Key, string Value)[] more) => StartAsync(more, "http://127.0.0.1:0");

    private static Task<Installation> StartAsync(IEnumerable<(string Key, string Value)> more, string urls)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:ProxyProtocol"] = "true",
            ["Gateway:TrustedProxies:0"] = "127.0.0.0/8",
            ["Gateway:Deny:8"] = "203.0.113.9",
            ["Gateway:Deny:9"] = "2001:db8::9",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        return Installation.StartAsync(settings, urls);
    }

    private static async Task<string> AskAsync(byte[] header, params (string Key, string Value)[] more)
    {
        await using var installation = await StartAsync(more);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync([.. header, .. Encoding.ASCII.GetBytes("GET /nothing HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n")]);
        return await visitor.ReadAllAsync();
    }
}
