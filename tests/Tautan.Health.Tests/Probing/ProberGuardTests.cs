using System.Net;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>127.0.0.2 is a stranger who may be asked; nothing of what he says brings a probe to 127.0.0.1.</summary>
public sealed class ProberGuardTests
{
    private readonly ProbeLine _line = new(allowed: ["127.0.0.2"]);

    public static readonly TheoryData<string> Spellings =
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0.0.0.0", "0", "localhost", "localhost.", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[::ffff:7f00:1]", "[fe80::1%25lo]", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.2@127.0.0.1", "user:pass@localhost",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task No_redirect_leads_to_this_machine_however_it_is_spelled(string host)
    {
        await using var victim = TestSite.Start();
        var target = $"http://{host}:{victim.Port}/";
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2"))
            .On("/", Behaviours.RedirectTo(target)).On("/late", Behaviours.RedirectTo("/")).On("/relative", Behaviours.RedirectTo(target["http:".Length..]));
        var line = new ProbeLine(allowed: ["127.0.0.2"], resolver: new Tautan.Platform.Outbound.SystemResolver());

        foreach (var path in (string[])["/", "/late", "/relative"])
        {
            var probe = await line.ProbeAsync(site.Url(path));
            probe.Failure.ShouldBeOneOf(ProbeFailure.NotPublic, ProbeFailure.Redirect, ProbeFailure.Dns);
        }

        (await line.ProbeAsync(target)).Status.ShouldBeNull();
        victim.Connections.ShouldBe(0);
        site.Requests.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Same_redirect_is_followed_where_the_settings_open_it()
    {
        await using var victim = TestSite.Start();
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2")).On("/", Behaviours.RedirectTo($"http://2130706433:{victim.Port}/"));
        (await new ProbeLine().ProbeAsync(site.Url())).Status.ShouldBe(200);
        victim.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Name_that_changes_its_address_between_two_requests_is_looked_at_each_time()
    {
        await using var victim = TestSite.Start();
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2"), port: victim.Port).On("/", Behaviours.RedirectTo("/next"));
        _line.Resolver.SetInTurn("rebinding.test", ["127.0.0.2"], ["127.0.0.1"]);
        var probe = await _line.ProbeAsync(site.UrlAs("rebinding.test"));
        (probe.Failure, probe.Hops.Count).ShouldBe((ProbeFailure.NotPublic, 2), probe.Detail);
        victim.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Host_header_of_a_link_does_not_choose_the_server()
    {
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2"));
        var request = new ProbeRequest(site.Url(), ProbeLine.Patience) { Headers = ProbeHeaders.Of([KeyValuePair.Create("X-Forwarded-Host", "127.0.0.1")]) };
        (await _line.Prober.ProbeAsync(request, TestContext.Current.CancellationToken)).Remote!.Address.ShouldBe(IPAddress.Parse("127.0.0.2"));
        site.Requests.ShouldHaveSingleItem().Headers["Host"].ShouldBe(site.EndPoint.ToString());
    }

    [Fact]
    public async Task Network_that_is_open_for_one_workspace_is_closed_for_another_even_on_a_connection_that_stands()
    {
        var (ours, theirs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var shelf = new ConnectionShelf(10, TimeSpan.FromSeconds(60), TimeProvider.System);
        var line = new ProbeLine(allowed: [$"127.0.0.0/8 for {ours}"], shelf: shelf);
        await using var site = TestSite.Start();
        async Task<ProbeResult> ProbeAsync(Guid? workspace) =>
            await line.Prober.ProbeAsync(new ProbeRequest(site.Url(), ProbeLine.Patience) { Workspace = workspace }, TestContext.Current.CancellationToken);

        (await ProbeAsync(ours)).Status.ShouldBe(200);
        (await ProbeAsync(theirs)).Reason.ShouldBe(Reasons.NotPublic);
        (await ProbeAsync(null)).Status.ShouldBe(200);
        site.Requests.Count.ShouldBe(2);
    }
}
