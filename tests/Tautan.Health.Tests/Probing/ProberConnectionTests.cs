using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Health.Verdicts;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>Probes that follow each other on one connection.</summary>
public sealed class ProberConnectionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionShelf _shelf;
    private readonly ProbeLine _line;

    public ProberConnectionTests()
    {
        _shelf = new ConnectionShelf(10, TimeSpan.FromSeconds(5), _time);
        _line = new ProbeLine(shelf: _shelf);
    }

    public void Dispose() => _shelf.Dispose();

    [Fact]
    public async Task Every_tenth_probe_opens_a_connection_and_tests_all_of_it()
    {
        await using var site = TestSite.Start();
        var probes = new List<ProbeResult>();
        for (var i = 0; i < 25; i++) probes.Add(await _line.ProbeAsync(site.Url($"/{i}")));

        probes.ShouldAllBe(probe => probe.Status == 200 && probe.Remote!.Address.Equals(IPAddress.Loopback));
        site.Connections.ShouldBe(3);
        probes.Index().Where(probe => probe.Item.Timings.Connect is not null).Select(probe => probe.Index).ShouldBe([0, 10, 20]);
        probes.Index().Where(probe => !probe.Item.Hops[0].IsReused).Select(probe => probe.Index).ShouldBe([0, 10, 20]);
    }

    [Fact]
    public async Task Certificate_is_told_by_probes_that_made_no_handshake_too()
    {
        using var certificates = new TestCertificates();
        await using var site = TestSite.Start(certificates.Good());
        var line = new ProbeLine(trusted: certificates, shelf: _shelf);
        var first = await line.ProbeAsync(site.Url());
        var second = await line.ProbeAsync(site.Url());
        (second.Timings.Tls, site.Connections).ShouldBe((null, 1));
        second.Certificate.ShouldBe(first.Certificate);
    }

    [Fact]
    public async Task Connection_that_nobody_used_for_five_seconds_is_closed()
    {
        await using var site = TestSite.Start();
        await _line.ProbeAsync(site.Url());
        _time.Advance(TimeSpan.FromSeconds(5));
        await _line.ProbeAsync(site.Url());
        site.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task Failure_and_answer_that_was_not_read_whole_end_the_connection()
    {
        await using var site = TestSite.Start()
            .On("/broken", Behaviours.EndBodyEarly())
            .On("/long", Behaviours.EndlessBody())
            .On("/old", Behaviours.Answer(200, "x", ("Connection", "close")));
        foreach (var path in (string[])["/broken", "/long", "/old", "/moved"])
        {
            await _line.ProbeAsync(site.Url(path));
            var before = site.Connections;
            await _line.ProbeAsync(site.Url("/fine"));
            if (path != "/moved") site.Connections.ShouldBe(before + 1, path);
        }
    }

    [Fact]
    public async Task Server_that_restarted_between_two_probes_has_not_failed()
    {
        await using var site = TestSite.Start();
        await _line.ProbeAsync(site.Url());
        await site.StopAsync();
        await site.RestartAsync();
        var probe = await _line.ProbeAsync(site.Url());
        (probe.Failure, probe.Status).ShouldBe((ProbeFailure.None, 200), probe.Detail);
    }

    [Fact]
    public async Task Server_that_is_gone_is_refused_and_that_speaks_against_its_origin()
    {
        await using var site = TestSite.Start();
        await _line.ProbeAsync(site.Url());
        await site.StopAsync();
        var probe = await _line.ProbeAsync(site.Url());
        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Connect, Reasons.Refused), probe.Detail);
        Contact.Of(probe).Kind.ShouldBe(ContactKind.Failed);
    }

    [Fact]
    public async Task Silence_on_a_connection_that_stood_already_does_not_say_that_the_server_can_be_reached()
    {
        await using var site = TestSite.Start().On("/hangs", Behaviours.HangBeforeHead());
        Contact.Of(await _line.ProbeAsync(site.Url("/hangs"), milliseconds: 300)).Kind.ShouldBe(ContactKind.Reached);
        await _line.ProbeAsync(site.Url("/fine"));
        var probe = await _line.ProbeAsync(site.Url("/hangs"), milliseconds: 300);
        (probe.Failure, probe.Hops[0].IsReused).ShouldBe((ProbeFailure.FirstByte, true));
        Contact.Of(probe).Kind.ShouldBe(ContactKind.None);

        // The next one sees for itself.
        (await _line.ProbeAsync(site.Url("/fine"))).Hops[0].IsReused.ShouldBeFalse();
    }

    [Fact]
    public async Task Probe_that_takes_any_certificate_shares_no_connection_with_one_that_does_not()
    {
        using var certificates = new TestCertificates();
        await using var site = TestSite.Start(certificates.Expired());
        var careless = new ProbeRequest(site.Url(), ProbeLine.Patience) { IgnoreTlsErrors = true };
        (await _line.Prober.ProbeAsync(careless, TestContext.Current.CancellationToken)).Status.ShouldBe(200);
        (await _line.ProbeAsync(site.Url())).Failure.ShouldBe(ProbeFailure.Tls);
    }
}
