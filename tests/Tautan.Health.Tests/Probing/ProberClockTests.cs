using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Probing;

/// <summary>A redirect that takes its time, to a host whose look-up hangs, under a clock that the test moves. The timeout is 30 s.</summary>
public sealed class ProberClockTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_hop_that_had_most_of_the_time_failed_by_itself()
    {
        var probe = await ProbeAsync(redirectSeconds: 10);

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.Dns, Reasons.DnsFailure));
    }

    [Fact]
    public async Task A_hop_that_had_too_little_time_says_nothing_of_its_origin()
    {
        var probe = await ProbeAsync(redirectSeconds: 20);

        (probe.Failure, probe.Reason).ShouldBe((ProbeFailure.OutOfTime, Reasons.Timeout));
        (probe.Failure.CountsForOrigin(), probe.Failure.ReachedOrigin()).ShouldBe((false, false));
    }

    [Fact]
    public async Task Timings_are_those_of_the_clock()
    {
        var probe = await ProbeAsync(redirectSeconds: 20);

        probe.Timings.FirstByte.ShouldBe(20_000);
        probe.Timings.Dns.ShouldBe(10_000);
        probe.Timings.Total.ShouldBe(30_000);
    }

    private async Task<ProbeResult> ProbeAsync(int redirectSeconds)
    {
        await using var site = TestSite.Start();
        site.On("/", exchange =>
        {
            _clock.Advance(TimeSpan.FromSeconds(redirectSeconds));
            return Behaviours.RedirectTo("http://slow.test/")(exchange);
        });
        var resolver = new HangingResolver();
        var probing = new ProbeLine(resolver: resolver, time: _clock).ProbeAsync(site.Url());

        await resolver.Asked.WaitAsync(ProbeLine.Patience, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(30 - redirectSeconds));
        return await probing;
    }

    private sealed class HangingResolver : IResolver
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            _asked.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return [];
        }
    }
}
