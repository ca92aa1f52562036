using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tautan.Gateway.Tests.Door;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Listening;

public sealed class TlsTests : IDisposable
{
    private const string Secure = "https://127.0.0.1:0";

    private readonly CertificateFolder _folder = new();

    [Theory]
    [InlineData("h2")]
    [InlineData("http/1.1")]
    public async Task A_visitor_speaks_the_version_that_it_offers(string protocol)
    {
        _folder.Write("go", "go.example");
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), Secure);
        using var visitor = await Visitor.ConnectTlsAsync(installation.Addresses[0], "go.example", new SslApplicationProtocol(protocol));
        visitor.Tls.NegotiatedApplicationProtocol.ToString().ShouldBe(protocol);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task TLS_1_2_and_1_3_are_spoken(SslProtocols protocols)
    {
        _folder.Write("go", "go.example");
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), Secure);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await using var tls = new SslStream(visitor.Stream);
        var options = Visitor.Options("go.example");
        options.EnabledSslProtocols = protocols;
        await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        tls.SslProtocol.ShouldBe(protocols);
    }

    [Fact]
    public async Task TLS_1_1_is_refused()
    {
        _folder.Write("go", "go.example");
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), Secure);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        // A ClientHello (RFC 4346 §7.4.1.2) of version 3.2 with one cipher suite and no extensions.
        byte[] hello = [1, 0, 0, 41, 3, 2, .. new byte[32], 0, 0, 2, 0xC0, 0x13, 1, 0];
        await visitor.SendAsync([22, 3, 1, 0, (byte)hello.Length, .. hello]);
        var answer = await visitor.ReadAllAsync();
        answer[0].ShouldBe((char)21, "an alert");
        answer[6].ShouldBe((char)70, "protocol_version");
    }

    [Theory]
    [InlineData("go.example", "go.example")]
    [InlineData("GO.Example", "go.example")]
    [InlineData("a.short.example", "*.short.example")]
    [InlineData("exact.short.example", "exact.short.example")]
    [InlineData("a.b.short.example", "first.example")]
    [InlineData("short.example", "first.example")]
    [InlineData("unknown.example", "first.example")]
    public async Task The_certificate_is_that_of_the_name_then_of_names_like_it_then_the_first(string asked, string shown)
    {
        _folder.Write("first", "first.example");
        _folder.Write("go", "go.example", "also.example");
        _folder.Write("short", "*.short.example");
        _folder.Write("exact", "exact.short.example");
        await using var installation = await Installation.StartAsync(_folder.Settings("first", "go", "short", "exact"), Secure);
        (await ShownAsync(installation, asked)).ShouldBe(shown);
    }

    [Fact]
    public async Task Issuers_below_the_root_are_shown_with_the_certificate()
    {
        using var issuer = CertificateFolder.Make(DateTimeOffset.UtcNow.AddDays(60), "issuer.example");
        _folder.Write("go", "go.example");
        await File.AppendAllTextAsync(_folder.PathOf("go.pem"), "\n" + issuer.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), Secure);
        installation.Certificates.All[0].Served.Names.ShouldBe(["go.example"]);
        (await ShownAsync(installation, "go.example")).ShouldBe("go.example");
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted pem")]
    [InlineData("pfx")]
    [InlineData("pfx without password")]
    public async Task A_certificate_is_taken_in_any_of_its_forms(string form)
    {
        await using var installation = await Installation.StartAsync(_folder.WriteAs(form), Secure);
        (await ShownAsync(installation, "go.example")).ShouldBe("go.example");
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_session_is_resumed(SslProtocols protocols)
    {
        // A hundred names make a certificate that is seen in the length of a handshake.
        string[] names = ["go.example", .. Enumerable.Range(0, 100).Select(n => $"one-of-many-names-{n}.example")];
        _folder.Write("go", names);
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), Secure);
        var options = Visitor.Options("go.example");
        options.EnabledSslProtocols = protocols;
        (await HandshakeAsync(installation, options)).ShouldBeGreaterThan(3000);
        (await HandshakeAsync(installation, options)).ShouldBeLessThan(2000);
    }

    [Fact]
    public async Task Several_addresses_are_listened_at_each_in_its_way()
    {
        _folder.Write("go", "go.example");
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "http://127.0.0.1:0; https://127.0.0.1:0");
        using var plain = await Visitor.ConnectAsync(installation.Addresses[0]);
        (await plain.GetAsync()).ShouldStartWith("HTTP/1.1 404");
        using var secure = await Visitor.ConnectTlsAsync(installation.Addresses[1]);
        (await secure.GetAsync()).ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task An_https_address_without_a_certificate_stops_the_start() =>
        (await Should.ThrowAsync<SettingsException>(() => Installation.StartAsync([], Secure))).Message.ShouldStartWith("TAUTAN_Gateway__Certificates__0__Path is not set");

    [Theory]
    [InlineData("missing", "other")]
    [InlineData("go", "missing")]
    [InlineData("go", "other")]
    [InlineData("broken", "go")]
    public async Task A_certificate_that_cannot_be_served_stops_the_start(string certificate, string key)
    {
        _folder.Write("go", "go.example");
        _folder.Write("other", "go.example");
        await File.WriteAllTextAsync(_folder.PathOf("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n", TestContext.Current.CancellationToken);
        var settings = new Dictionary<string, string?>
        {
            ["Gateway:Certificates:0:Path"] = _folder.PathOf(certificate + ".pem"),
            ["Gateway:Certificates:0:KeyPath"] = _folder.PathOf(key + ".key"),
        };
        var exception = await Should.ThrowAsync<SettingsException>(() => Installation.StartAsync(settings, Secure));
        exception.Message.ShouldStartWith($"TAUTAN_Gateway__Certificates__0__Path is \"{_folder.PathOf(certificate + ".pem")}\": expected a certificate with its private key");
    }

    [Fact]
    public async Task A_connection_that_does_not_shake_hands_is_closed()
    {
        _folder.Write("go", "go.example");
        var settings = _folder.Settings("go");
        settings["Gateway:Limits:HeaderSeconds"] = "1";
        await using var installation = await Installation.StartAsync(settings, Secure);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        (await visitor.ReadAllAsync()).ShouldBe("");
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ShownAsync(Installation installation, string asked)
    {
        using var visitor = await Visitor.ConnectTlsAsync(installation.Addresses[0], asked);
        return ((X509Certificate2)visitor.Tls.RemoteCertificate!).GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

    // How many bytes came until the first answer was there, the tickets of TLS 1.3 with it.
    private static async Task<long> HandshakeAsync(Installation installation, SslClientAuthenticationOptions options)
    {
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        await using var counting = new CountingStream(visitor.Stream);
        await using var tls = new SslStream(counting);
        await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        await tls.WriteAsync("HEAD / HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await tls.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        return counting.Count;
    }
}
