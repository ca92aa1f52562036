using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

public sealed class ProberFailureTests
{
    private readonly ProbeLine _line = new();

    [Fact]
    public async Task A_site_that_stopped_refuses_and_one_that_started_again_answers()
    {
        await using var site = TestSite.Start();
        (await _line.ProbeAsync(site.Url())).Failure.ShouldBe(ProbeFailure.None);

        await site.StopAsync();
        Expect(await _line.ProbeAsync(site.Url()), ProbeFailure.Connect, Reasons.Refused);

        await site.RestartAsync();
        (await _line.ProbeAsync(site.Url())).Failure.ShouldBe(ProbeFailure.None);
    }

    [Fact]
    public async Task A_refused_connection_tells_of_which_kind_the_address_is()
    {
        await using var site = TestSite.Start();
        await site.StopAsync();

        var probe = await _line.ProbeAsync(site.Url());

        probe.Remote!.IsPublic.ShouldBeFalse();
        probe.Status.ShouldBeNull();
        probe.HttpVersion.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_does_not_exist() =>
        Expect(await _line.ProbeAsync("http://nobody.test/"), ProbeFailure.Dns, Reasons.DnsFailure);

    [Fact]
    public async Task A_look_up_that_hangs()
    {
        _line.Resolver.Hang("slow.test");

        Expect(await _line.ProbeAsync("http://slow.test/", 100), ProbeFailure.Dns, Reasons.DnsFailure);
    }

    [Fact]
    public async Task A_connection_that_hangs()
    {
        using var deaf = await DeafListener.StartAsync(TestContext.Current.CancellationToken);

        Expect(await _line.ProbeAsync(deaf.Url, 200), ProbeFailure.Connect, Reasons.ConnectTimeout);
    }

    [Fact]
    public async Task A_host_without_a_route() =>
        Expect(await new ProbeLine(["240.0.0.0/4"]).ProbeAsync("http://255.255.255.255/"), ProbeFailure.Connect, Reasons.Unreachable);

    public static readonly TheoryData<string, object, string, int?> Misbehaviours = new()
    {
        { nameof(Behaviours.ResetBeforeHead), ProbeFailure.FirstByte, Reasons.Reset, null },
        { nameof(Behaviours.CloseBeforeHead), ProbeFailure.FirstByte, Reasons.Reset, null },
        { nameof(Behaviours.Garbage), ProbeFailure.Http, Reasons.InvalidResponse, null },
        { nameof(Behaviours.EndlessHead), ProbeFailure.Http, Reasons.InvalidResponse, null },
        { nameof(Behaviours.EndBodyEarly), ProbeFailure.Body, Reasons.BodyEndedEarly, 200 },
        { nameof(Behaviours.EndChunksEarly), ProbeFailure.Body, Reasons.BodyEndedEarly, 200 },
        { nameof(Behaviours.ResetInBody), ProbeFailure.Body, Reasons.Reset, 200 },
        { nameof(Behaviours.GarbageInBody), ProbeFailure.Body, Reasons.InvalidResponse, 200 },
        { nameof(Behaviours.FalseGzip), ProbeFailure.Body, Reasons.InvalidResponse, 200 },
    };

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task A_site_that_misbehaves(string behaviour, object failure, string reason, int? status)
    {
        await using var site = TestSite.Start().On("/", Named(behaviour));

        var probe = await _line.ProbeAsync(site.Url());

        Expect(probe, (ProbeFailure)failure, reason);
        probe.Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(nameof(Behaviours.HangBeforeHead), ProbeFailure.FirstByte, null)]
    [InlineData(nameof(Behaviours.HangInHead), ProbeFailure.FirstByte, null)]
    [InlineData(nameof(Behaviours.HangInBody), ProbeFailure.Body, 200)]
    public async Task A_site_that_hangs_after_the_connection_never_speaks_against_its_origin(string behaviour, object failure, int? status)
    {
        await using var site = TestSite.Start().On("/", Named(behaviour));

        var probe = await _line.ProbeAsync(site.Url(), 500);

        Expect(probe, (ProbeFailure)failure, Reasons.Timeout);
        probe.Status.ShouldBe(status);
        probe.Failure.CountsForOrigin().ShouldBeFalse();
        probe.Failure.ReachedOrigin().ShouldBeTrue();
    }

    [Theory]
    [InlineData("not a URL")]
    [InlineData("")]
    [InlineData("/relative")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("mailto:somebody@example.com")]
    [InlineData("http://")]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("http://127.0.0.1:65536/")]
    public async Task What_is_no_web_address_is_not_fetched(string url) =>
        Expect(await _line.ProbeAsync(url), ProbeFailure.NotPublic, Reasons.NotPublic);

    [Fact]
    public async Task A_name_that_no_DNS_could_have_is_a_DNS_failure()
    {
        var line = new ProbeLine();
        Expect(await line.ProbeAsync($"http://{new string('a', 64)}.test/"), ProbeFailure.Dns, Reasons.DnsFailure);
        Expect(await line.ProbeAsync($"http://{string.Join('.', Enumerable.Repeat("abcdefg", 40))}/"), ProbeFailure.Dns, Reasons.DnsFailure);
    }

    [Fact]
    public async Task Where_nothing_is_allowed_nothing_is_reached()
    {
        await using var site = TestSite.Start();

        var probe = await new ProbeLine(allowed: []).ProbeAsync(site.Url());

        Expect(probe, ProbeFailure.NotPublic, Reasons.NotPublic);
        probe.Remote.ShouldBeNull();
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Giving_up_is_no_result()
    {
        await using var site = TestSite.Start().On("/", Behaviours.HangBeforeHead()).On("/body", Behaviours.HangInBody());
        using var givingUp = new CancellationTokenSource();
        var probing = _line.Prober.ProbeAsync(new ProbeRequest(site.Url(), ProbeLine.Patience), givingUp.Token);
        var reading = _line.Prober.ProbeAsync(new ProbeRequest(site.Url("/body"), ProbeLine.Patience), givingUp.Token);
        await site.WaitForRequestsAsync(2, TestContext.Current.CancellationToken);

        await givingUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(probing);
        await Should.ThrowAsync<OperationCanceledException>(reading);
    }

    private static void Expect(ProbeResult probe, ProbeFailure failure, string reason)
    {
        (probe.Failure, probe.Reason).ShouldBe((failure, reason), probe.Detail);
        probe.Hops[^1].Failure.ShouldBe(failure);
        Reasons.All.ShouldContain(probe.Reason!);
    }

    private static TestBehaviour Named(string behaviour) => behaviour switch
    {
        nameof(Behaviours.ResetBeforeHead) => Behaviours.ResetBeforeHead(),
        nameof(Behaviours.CloseBeforeHead) => Behaviours.CloseBeforeHead(),
        nameof(Behaviours.Garbage) => Behaviours.Garbage(),
        nameof(Behaviours.EndlessHead) => Behaviours.EndlessHead(),
        nameof(Behaviours.EndBodyEarly) => Behaviours.EndBodyEarly(),
        nameof(Behaviours.EndChunksEarly) => Behaviours.EndChunksEarly(),
        nameof(Behaviours.ResetInBody) => Behaviours.ResetInBody(),
        nameof(Behaviours.GarbageInBody) => Behaviours.GarbageInBody(),
        nameof(Behaviours.FalseGzip) => Behaviours.FalseGzip(),
        nameof(Behaviours.HangBeforeHead) => Behaviours.HangBeforeHead(),
        nameof(Behaviours.HangInHead) => Behaviours.HangInHead(),
        nameof(Behaviours.HangInBody) => Behaviours.HangInBody(),
        _ => throw new ArgumentOutOfRangeException(nameof(behaviour), behaviour, null),
    };
}
