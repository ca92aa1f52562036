using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

public sealed class ProberTlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly ProbeLine _line;

    public ProberTlsTests() => _line = new ProbeLine(trusted: _certificates);

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_good_certificate_is_told_with_its_end_and_issuer()
    {
        var good = _certificates.Good();
        await using var site = TestSite.Start(good);

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Status).ShouldBe((ProbeFailure.None, 200), probe.Detail);
        probe.Certificate.ShouldBe(new ProbeCertificate(new DateTimeOffset(good.Certificate.NotAfter).ToUniversalTime(), "Tautan test root", $"127.0.0.1:{site.Port}"));
        probe.Timings.Tls.ShouldNotBeNull();
        probe.Body.ShouldBe("It works.");
    }

    [Fact]
    public async Task A_certificate_is_told_with_its_server_as_the_origin_is_called()
    {
        await using var site = TestSite.Start(_certificates.Good(), IPAddress.IPv6Loopback);
        var probe = await new ProbeLine(allowed: ["::1"], trusted: _certificates).ProbeAsync(site.Url());
        VerdictFeedKeys.OriginOf(site.Url()).ShouldBe($"https://{probe.Certificate!.Server}");
    }

    [Theory]
    [InlineData(nameof(TestCertificates.Expired), Reasons.TlsExpired)]
    [InlineData(nameof(TestCertificates.NotYetValid), Reasons.TlsExpired)]
    [InlineData(nameof(TestCertificates.WrongName), Reasons.TlsWrongName)]
    [InlineData(nameof(TestCertificates.UnknownAuthority), Reasons.TlsUntrusted)]
    public async Task A_bad_certificate_has_a_reason_of_its_own_and_speaks_against_the_origin(string certificate, string reason)
    {
        await using var site = TestSite.Start(certificate switch
        {
            nameof(TestCertificates.Expired) => _certificates.Expired(),
            nameof(TestCertificates.NotYetValid) => _certificates.NotYetValid(),
            nameof(TestCertificates.WrongName) => _certificates.WrongName(),
            _ => _certificates.UnknownAuthority(),
        });

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Tls, reason), probe.Detail);
        probe.Failure.CountsForOrigin().ShouldBeTrue();
        probe.Certificate.ShouldNotBeNull();
        site.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_does_not_speak_TLS_is_a_TLS_failure()
    {
        await using var site = TestSite.Start();
        site.OnConnection = async (socket, stopped) => await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stopped);

        var probe = await _line.ProbeAsync($"https://127.0.0.1:{site.Port}/");

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Tls, Reasons.TlsFailure), probe.Detail);
    }

    [Fact]
    public async Task A_reset_in_the_handshake_is_a_reset()
    {
        await using var site = TestSite.Start(_certificates.Good());
        site.OnConnection = async (socket, stopped) =>
        {
            await socket.ReceiveAsync(new byte[1], stopped);
            socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        };

        var probe = await _line.ProbeAsync(site.Url());

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Tls, Reasons.Reset), probe.Detail);
    }

    [Fact]
    public async Task A_handshake_that_hangs_is_a_timeout_of_TLS()
    {
        await using var site = TestSite.Start(_certificates.Good());
        site.OnConnection = (_, stopped) => Task.Delay(Timeout.Infinite, stopped);

        var probe = await _line.ProbeAsync(site.Url(), 300);

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Tls, Reasons.Timeout), probe.Detail);
    }

    [Fact]
    public async Task A_certificate_is_looked_at_again_by_every_probe()
    {
        await using var site = TestSite.Start(_certificates.Good());
        (await _line.ProbeAsync(site.Url())).Failure.ShouldBe(ProbeFailure.None);
        site.Certificate = _certificates.Expired();

        (await _line.ProbeAsync(site.Url())).Reason.ShouldBe(Reasons.TlsExpired);
    }

    [Fact]
    public async Task HTTP2_is_spoken_where_the_server_can()
    {
        await using var server = await StartAsync(HttpProtocols.Http2, async context =>
        {
            context.Response.Headers.RetryAfter = "7";
            await context.Response.WriteAsync($"Hello by {context.Request.Protocol}", context.RequestAborted);
        });

        var probe = await _line.ProbeAsync(server.Urls.Single());

        (probe.Status, probe.HttpVersion, probe.Body).ShouldBe((200, "2", "Hello by HTTP/2"), probe.Detail);
        probe.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        probe.Timings.Tls.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_HTTP2_stream_that_is_reset_is_a_reset_and_not_the_origins_fault()
    {
        await using var server = await StartAsync(HttpProtocols.Http2, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var probe = await _line.ProbeAsync(server.Urls.Single());

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.FirstByte, Reasons.Reset), probe.Detail);
    }

    [Fact]
    public async Task An_HTTP2_body_that_is_reset_did_not_arrive()
    {
        await using var server = await StartAsync(HttpProtocols.Http2, async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("The beginning.", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });

        var probe = await _line.ProbeAsync(server.Urls.Single());

        (probe.Failure, probe.Status).ShouldBe((ProbeFailure.Body, 200), probe.Detail);
    }

    [Fact]
    public async Task A_server_that_wants_HTTP1_for_this_request_gets_it()
    {
        await using var server = await StartAsync(HttpProtocols.Http1AndHttp2, context =>
        {
            const int http11Required = 0xd;
            if (context.Request.Protocol != "HTTP/2") return context.Response.WriteAsync("Hello by HTTP/1.1", context.RequestAborted);
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(http11Required);
            return Task.CompletedTask;
        });

        var probe = await _line.ProbeAsync(server.Urls.Single());

        (probe.Status, probe.HttpVersion, probe.Body).ShouldBe((200, "1.1", "Hello by HTTP/1.1"), probe.Detail);
    }

    private async Task<WebApplication> StartAsync(HttpProtocols protocols, RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(_certificates.Good().Certificate);
        }));
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
