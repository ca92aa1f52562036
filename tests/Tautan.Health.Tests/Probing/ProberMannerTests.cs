using System.Net;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>How a link's owner may have it asked.</summary>
public sealed class ProberMannerTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly ProbeLine _line = new();

    public void Dispose() => _certificates.Dispose();

    private Task<ProbeResult> ProbeAsync(string url, bool ignoreTlsErrors = false, params (string Name, string Value)[] headers) => _line.Prober.ProbeAsync(
        new ProbeRequest(url, ProbeLine.Patience)
        {
            IgnoreTlsErrors = ignoreTlsErrors,
            Headers = ProbeHeaders.Of(headers.Select(header => KeyValuePair.Create(header.Name, header.Value))),
        },
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task Headers_are_sent_to_the_origin_of_the_url_and_not_to_where_it_redirects()
    {
        await using var other = TestSite.Start(address: IPAddress.Parse("127.0.0.2"));
        await using var site = TestSite.Start().On("/", Behaviours.RedirectTo("/next")).On("/next", Behaviours.RedirectTo(other.Url("/end")));

        var probe = await ProbeAsync(site.Url(), headers: [("Authorization", "Bearer secret: 1"), ("X-Probe", "yes")]);

        probe.Status.ShouldBe(200, probe.Detail);
        site.Requests.Count.ShouldBe(2);
        site.Requests.ShouldAllBe(request => request.Headers["Authorization"] == "Bearer secret: 1" && request.Headers["X-Probe"] == "yes");
        var elsewhere = other.Requests.ShouldHaveSingleItem();
        elsewhere.Headers.ShouldNotContainKey("Authorization");
        elsewhere.Headers.ShouldNotContainKey("X-Probe");
    }

    [Fact]
    public async Task Header_takes_the_place_of_the_probers_own_and_its_name_stays()
    {
        await using var site = TestSite.Start();
        await ProbeAsync(site.Url(), headers: [("accept", "application/json")]);
        var request = site.Requests.ShouldHaveSingleItem();
        request.Headers["Accept"].ShouldBe("application/json");
        request.Headers["User-Agent"].ShouldBe("Tautan/1.2.3 (+https://go.example/)");
    }

    [Theory]
    [InlineData(nameof(TestCertificates.Expired), Reasons.TlsExpired)]
    [InlineData(nameof(TestCertificates.WrongName), Reasons.TlsWrongName)]
    [InlineData(nameof(TestCertificates.UnknownAuthority), Reasons.TlsUntrusted)]
    public async Task Who_ignores_TLS_errors_takes_any_certificate_and_is_told_of_it(string certificate, string reason)
    {
        await using var site = TestSite.Start(certificate switch
        {
            nameof(TestCertificates.Expired) => _certificates.Expired(),
            nameof(TestCertificates.WrongName) => _certificates.WrongName(),
            _ => _certificates.UnknownAuthority(),
        });
        var line = new ProbeLine(trusted: certificate == nameof(TestCertificates.UnknownAuthority) ? null : _certificates);

        (await line.ProbeAsync(site.Url())).Reason.ShouldBe(reason);
        var probe = await line.Prober.ProbeAsync(new ProbeRequest(site.Url(), ProbeLine.Patience) { IgnoreTlsErrors = true }, TestContext.Current.CancellationToken);

        (probe.Failure, probe.Status).ShouldBe((ProbeFailure.None, 200), probe.Detail);
        probe.Certificate.ShouldNotBeNull().Server.ShouldBe($"127.0.0.1:{site.Port}");
    }

    [Fact]
    public async Task Page_is_told_with_its_title_and_its_marks_and_what_is_no_page_is_not()
    {
        await using var site = TestSite.Start()
            .On("/page", Behaviours.Answer(200, "<title>Spring &amp; sale</title>", ("Content-Type", "text/html; charset=utf-8")))
            .On("/parked", Behaviours.Answer(200, "<html data-adblockkey=x>", ("Content-Type", "text/html")))
            .On("/picture", Behaviours.Answer(200, "<title>no</title>", ("Content-Type", "image/svg+xml")))
            .On("/missing", Behaviours.Answer(404, "<title>no</title>", ("Content-Type", "text/html")));

        (await ProbeAsync(site.Url("/page"))).Page!.Title.ShouldBe("Spring & sale");
        var parked = await ProbeAsync(site.Url("/parked"));
        (parked.IsParked, parked.Page!.HasParkingMark).ShouldBe((true, true));
        (await ProbeAsync(site.Url("/picture"))).Page.ShouldBeNull();
        (await ProbeAsync(site.Url("/missing"))).Page.ShouldBeNull();
    }
}
