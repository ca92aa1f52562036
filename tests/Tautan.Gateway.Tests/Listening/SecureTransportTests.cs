using Tautan.Gateway.Tests.Door;

namespace Tautan.Gateway.Tests.Listening;

public sealed class SecureTransportTests : IDisposable
{
    private const string Both = "http://127.0.0.1:0;https://127.0.0.1:0";

    private readonly CertificateFolder _folder = new();

    public SecureTransportTests() => _folder.Write("go", "go.example");

    [Theory]
    [InlineData("443", "GET /spring?a=%2F#x HTTP/1.1\r\nHost: go.example", "https://go.example/spring?a=%2F#x")]
    [InlineData("443", "POST /spring HTTP/1.1\r\nHost: go.example:8080\r\nContent-Length: 0", "https://go.example/spring")]
    [InlineData("8443", "GET /spring HTTP/1.1\r\nHost: go.example:8080", "https://go.example:8443/spring")]
    [InlineData("8443", "GET /%C3%BC/ HTTP/1.1\r\nHost: [::1]:8080", "https://[::1]:8443/%C3%BC/")]
    [InlineData("443", "GET http://go.example:8080/spring?q HTTP/1.1\r\nHost: go.example:8080", "https://go.example/spring?q")]
    [InlineData("443", "GET //evil.example/ HTTP/1.1\r\nHost: go.example", "https://go.example//evil.example/")]
    [InlineData("443", "GET /spring HTTP/1.0", "https://base.example/spring")]
    [InlineData("443", "GET /api/v1/links HTTP/1.1\r\nHost: localhost", "https://localhost/api/v1/links")]
    [InlineData("443", "GET /.well-known/security.txt HTTP/1.1\r\nHost: go.example", "https://go.example/.well-known/security.txt")]
    [InlineData("443", "GET /spring HTTP/1.1\r\nHost: go.example\r\nX-Forwarded-Proto: https", "https://go.example/spring")]
    public async Task Plain_HTTP_is_sent_to_the_same_at_https(string port, string request, string location)
    {
        var answer = await AskAsync(request, port);
        answer.ShouldStartWith("HTTP/1.1 308");
        answer.ShouldContain($"\r\nLocation: {location}\r\n");
    }

    [Theory]
    [InlineData("443", "GET /.well-known/acme-challenge/token HTTP/1.1\r\nHost: go.example")]
    [InlineData("0", "GET /spring HTTP/1.1\r\nHost: go.example")]
    public async Task A_challenge_is_answered_and_everything_where_it_is_not_set(string port, string request) =>
        (await AskAsync(request, port)).ShouldStartWith("HTTP/1.1 404");

    [Fact]
    public async Task What_a_trusted_proxy_took_TLS_off_is_answered()
    {
        var answer = await AskAsync("GET /spring HTTP/1.1\r\nHost: go.example\r\nX-Forwarded-Proto: https", "443", "127.0.0.0/8");
        answer.ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task Every_answer_over_TLS_says_for_how_long_it_stays_so()
    {
        await using var installation = await StartAsync(("Gateway:HstsSeconds", "31536000"), ("Gateway:HstsSubDomains", "true"));
        await installation.StopAsync("links");
        foreach (var (path, status) in (IEnumerable<(string, int)>)[("/nothing", 404), ("/api/v1/links", 401), ("/api/nothing", 404)])
        {
            using var secure = await Visitor.ConnectTlsAsync(installation.Addresses[1]);
            await secure.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            var answer = await secure.ReadAllAsync();
            answer.ShouldStartWith($"HTTP/1.1 {status}");
            answer.ShouldContain("\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
        }

        using var away = await Visitor.ConnectTlsAsync(installation.Addresses[1]);
        await away.SendAsync($"GET /api/v1/links HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {installation.Key}\r\nConnection: close\r\n\r\n");
        var unavailable = await away.ReadAllAsync();
        unavailable.ShouldStartWith("HTTP/1.1 503");
        unavailable.ShouldContain("\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
    }

    [Fact]
    public async Task Plain_HTTP_says_nothing_of_TLS_and_nor_does_TLS_where_it_is_not_set()
    {
        await using var with = await StartAsync(("Gateway:HstsSeconds", "60"));
        using var plain = await Visitor.ConnectAsync(with.Addresses[0]);
        (await plain.GetAsync()).ShouldNotContain("Strict-Transport-Security");
        await using var without = await StartAsync();
        using var secure = await Visitor.ConnectTlsAsync(without.Addresses[1]);
        (await secure.GetAsync()).ShouldNotContain("Strict-Transport-Security");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Installation> StartAsync(params (string Key, string Value)[] more)
    {
        var settings = _folder.Settings("go");
        settings["Urls:Base"] = "https://base.example";
        foreach (var (key, value) in more)
            settings[key] = value;
        return Installation.StartAsync(settings, Both);
    }

    private async Task<string> AskAsync(string request, string port, string? proxies = null)
    {
        await using var installation = await StartAsync([("Gateway:HttpsRedirectPort", port), .. proxies is null ? [] : new[] { ("Gateway:TrustedProxies:0", proxies) }]);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await visitor.SendAsync(request + "\r\nConnection: close\r\n\r\n");
        return await visitor.ReadAllAsync();
    }
}
