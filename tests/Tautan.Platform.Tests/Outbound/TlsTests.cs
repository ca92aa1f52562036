using System.Net.Security;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_certificate_of_a_trusted_root_is_good_and_tells_its_end_and_issuer()
    {
        var good = _certificates.Good();
        await using var site = TestSite.Start(good);

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.None, connection.Detail);
        connection.Stream.ShouldBeOfType<SslStream>();
        connection.Certificate.ShouldBe(new PeerCertificate(new DateTimeOffset(good.Certificate.NotAfter).ToUniversalTime(), "Tautan test root"));
        connection.Tls.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_issuer_in_between_that_the_server_shows_is_used()
    {
        await using var site = TestSite.Start(_certificates.GoodByIntermediate());

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.None, connection.Detail);
    }

    [Fact]
    public async Task An_issuer_that_the_server_does_not_show_is_not_fetched()
    {
        await using var site = TestSite.Start(_certificates.WithoutIntermediate());

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsUntrusted);
    }

    [Fact]
    public async Task An_issuer_is_not_fetched_from_where_the_certificate_says()
    {
        await using var trap = TestSite.Start();
        await using var site = TestSite.Start(_certificates.WithoutIntermediate(fetchFrom: trap.Url("/issuer.cer")));

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsUntrusted);
        trap.Connections.ShouldBe(0, "that fetch would go past the guard");
    }

    [Fact]
    public async Task An_ended_certificate_is_expired()
    {
        var expired = _certificates.Expired();
        await using var site = TestSite.Start(expired);

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsExpired, connection.Detail);
        connection.Certificate!.EndsAt.ShouldBe(new DateTimeOffset(expired.Certificate.NotAfter));
        connection.Stream.ShouldBeNull();
    }

    [Fact]
    public async Task A_certificate_that_has_not_begun_is_expired_as_well()
    {
        await using var site = TestSite.Start(_certificates.NotYetValid());

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsExpired, connection.Detail);
    }

    [Fact]
    public async Task A_certificate_for_another_name_has_the_wrong_name()
    {
        await using var site = TestSite.Start(_certificates.WrongName());

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsWrongName, connection.Detail);
        connection.Detail!.ShouldContain("somebody-else.example");
    }

    [Fact]
    public async Task The_name_is_that_of_the_URL_and_not_the_address()
    {
        await using var site = TestSite.Start(_certificates.Good());
        var wire = TrustingWire();
        wire.Resolver.Set("site.tautan.test", "127.0.0.1").Set("site.example", "127.0.0.1").Set("site.tautan.test.", "127.0.0.1");

        using var right = await wire.ConnectAsync(site.UrlAs("site.tautan.test"));
        using var dotted = await wire.ConnectAsync(site.UrlAs("site.tautan.test."));
        using var wrong = await wire.ConnectAsync(site.UrlAs("site.example"));

        right.Error.ShouldBe(ConnectError.None, right.Detail);
        dotted.Error.ShouldBe(ConnectError.None, dotted.Detail);
        wrong.Error.ShouldBe(ConnectError.TlsWrongName, wrong.Detail);
    }

    [Fact]
    public async Task A_root_that_nobody_knows_is_untrusted()
    {
        await using var site = TestSite.Start(_certificates.UnknownAuthority());

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsUntrusted, connection.Detail);
        connection.Certificate!.Issuer.ShouldBe("Nobody's root");
    }

    [Fact]
    public async Task Without_the_setting_the_root_is_not_trusted()
    {
        await using var site = TestSite.Start(_certificates.Good());

        using var connection = await new Wire(["127.0.0.0/8"]).ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsUntrusted, connection.Detail);
    }

    [Fact]
    public async Task A_server_without_TLS_is_a_TLS_failure()
    {
        await using var site = TestSite.Start();
        site.OnConnection = async (socket, stopped) => await socket.SendAsync("220 this is not TLS\r\n"u8.ToArray(), stopped);

        using var connection = await TrustingWire().ConnectAsync($"https://127.0.0.1:{site.Port}/");

        connection.Error.ShouldBe(ConnectError.TlsFailure);
    }

    [Fact]
    public async Task A_reset_in_the_handshake_is_a_TLS_reset()
    {
        await using var site = TestSite.Start(_certificates.Good());
        site.OnConnection = async (socket, stopped) =>
        {
            await socket.ReceiveAsync(new byte[1], stopped);
            socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        };

        using var connection = await TrustingWire().ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.TlsReset, connection.Detail);
    }

    [Fact]
    public async Task A_handshake_that_hangs_is_a_TLS_timeout()
    {
        await using var site = TestSite.Start(_certificates.Good());
        site.OnConnection = (_, stopped) => Task.Delay(Timeout.Infinite, stopped);

        using var connection = await TrustingWire().ConnectAsync(site.Url(), TimeSpan.FromMilliseconds(300));

        connection.Error.ShouldBe(ConnectError.TlsTimeout);
    }

    private Wire TrustingWire() => new(["127.0.0.0/8"], trusted: _certificates);
}
