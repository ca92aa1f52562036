using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Health.Timing;

namespace Tautan.Health.Tests.Scheduling;

public sealed class ProbeSchedulerTests : IAsyncDisposable
{
    private readonly WrongClock _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SteadyClock _clock;
    private readonly FakeProber _prober = new();
    private readonly Sink _sink = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ProbeScheduler _scheduler;
    private readonly Task _running;

    public ProbeSchedulerTests()
    {
        _clock = new SteadyClock(_time);
        _scheduler = new ProbeScheduler(_clock, new HealthOptions { Concurrency = 4 }, _prober, _sink, Meters.Health(), NullLogger<ProbeScheduler>.Instance);
        _running = _scheduler.RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Probe Probe(string url) => new(new ProbeKey(Sample.Workspace, url, TimeSpan.FromSeconds(10)));

    private static Probe Local(int i = 0) => Probe($"http://127.0.0.1:1001/{i}");

    private Channel<TaskCompletionSource> Hold(params Probe[] probes)
    {
        var started = Channel.CreateUnbounded<TaskCompletionSource>();
        foreach (var probe in probes)
        {
            _prober.Does(probe.Key.Url, async (request, cancellationToken) =>
            {
                var end = new TaskCompletionSource();
                await started.Writer.WriteAsync(end, cancellationToken);
                await end.Task.WaitAsync(cancellationToken);
                return Sample.Answer(request.Url);
            });
        }

        return started;
    }

    // The clock is moved in small steps until what is waited for has happened; how many it takes says nothing.
    private async Task<T> MoveUntilAsync<T>(Task<T> fact)
    {
        while (!fact.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await fact;
    }

    [Fact]
    public async Task Due_probe_is_made_and_made_again_when_the_sink_says()
    {
        _sink.Next = run => run.EndedAt.Steady + TimeSpan.FromSeconds(60);
        _scheduler.Schedule(Local(), _clock.Steady);
        var first = await _sink.Runs.Reader.ReadAsync(Cancellation);
        var second = await MoveUntilAsync(_sink.Runs.Reader.ReadAsync(Cancellation).AsTask());
        (second.StartedAt.Steady - first.EndedAt.Steady).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task No_more_are_made_at_once_than_the_settings_say()
    {
        var probes = Enumerable.Range(0, 10).Select(Local).ToArray();
        var started = Hold(probes);
        foreach (var probe in probes) _scheduler.Schedule(probe, _clock.Steady);
        var open = new List<TaskCompletionSource>();
        for (var i = 0; i < 4; i++) open.Add(await started.Reader.ReadAsync(Cancellation));
        started.Reader.TryRead(out _).ShouldBeFalse();
        foreach (var end in open) end.SetResult();
        for (var i = 4; i < 10; i++) (await started.Reader.ReadAsync(Cancellation)).SetResult();
    }

    [Fact]
    public async Task Third_probe_of_a_public_host_waits_until_one_of_the_first_two_has_ended()
    {
        var probes = Enumerable.Range(0, 4).Select(i => Probe($"http://busy.example/{i}")).ToArray();
        var started = Hold(probes);
        foreach (var probe in probes) _scheduler.Schedule(probe, _clock.Steady);
        var first = await started.Reader.ReadAsync(Cancellation);
        started.Reader.TryRead(out _).ShouldBeFalse();
        await MoveUntilAsync(started.Reader.WaitToReadAsync(Cancellation).AsTask());
        started.Reader.TryRead(out _).ShouldBeTrue();

        // One on a host of its own shows that the schedule has come past the moment at which the third was due.
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _scheduler.Schedule(Local(i), _clock.Steady);
            await _sink.Runs.Reader.ReadAsync(Cancellation);
        }

        started.Reader.TryRead(out _).ShouldBeFalse();
        first.SetResult();
        await MoveUntilAsync(started.Reader.ReadAsync(Cancellation).AsTask());
    }

    [Fact]
    public async Task Private_host_is_spared_only_where_the_settings_say_so()
    {
        var options = new HealthOptions { PerPrivateHost = 1 };
        var scheduler = new ProbeScheduler(_clock, options, _prober, _sink, Meters.Health(), NullLogger<ProbeScheduler>.Instance);
        var probes = Enumerable.Range(0, 2).Select(Local).ToArray();
        var started = Hold(probes);
        foreach (var probe in probes) scheduler.Schedule(probe, _clock.Steady);
        var running = scheduler.RunAsync(_stop.Token);
        var first = await started.Reader.ReadAsync(Cancellation);
        scheduler.Schedule(Probe("http://[::1]/"), _clock.Steady);
        await _sink.Runs.Reader.ReadAsync(Cancellation);
        started.Reader.TryRead(out _).ShouldBeFalse();
        first.SetResult();
        (await MoveUntilAsync(started.Reader.ReadAsync(Cancellation).AsTask())).SetResult();
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Host_that_hangs_holds_up_nobody_else()
    {
        var hanging = Enumerable.Range(0, 20).Select(i => Probe($"http://hangs.example/{i}")).ToArray();
        Hold(hanging);
        foreach (var probe in hanging) _scheduler.Schedule(probe, _clock.Steady);
        _scheduler.Schedule(Local(), _clock.Steady);
        (await MoveUntilAsync(_sink.Runs.Reader.ReadAsync(Cancellation).AsTask())).Probe.Host.ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task Check_that_is_asked_for_while_one_runs_begins_after_it()
    {
        var probe = Local();
        var started = Hold(probe);
        _scheduler.Schedule(probe, _clock.Steady);
        var first = await started.Reader.ReadAsync(Cancellation);
        var asked = _scheduler.RunNowAsync(probe, Cancellation);
        first.SetResult();
        var second = await started.Reader.ReadAsync(Cancellation);
        asked.IsCompleted.ShouldBeFalse();
        second.SetResult();
        (await asked).Probe.ShouldBeSameAs(probe);
    }

    [Fact]
    public async Task Removed_probe_is_not_made_and_who_waits_for_it_is_told()
    {
        var probe = Probe("http://busy.example/x");
        var others = Enumerable.Range(0, 2).Select(i => Probe($"http://busy.example/{i}")).ToArray();
        var started = Hold([probe, .. others]);
        foreach (var other in others) _scheduler.Schedule(other, _clock.Steady);
        var first = await started.Reader.ReadAsync(Cancellation);
        var asked = _scheduler.RunNowAsync(probe, Cancellation);
        _scheduler.Remove(probe);
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        first.SetResult();
        (await MoveUntilAsync(started.Reader.ReadAsync(Cancellation).AsTask())).SetResult();
        await MoveUntilAsync(_sink.Runs.Reader.ReadAsync(Cancellation).AsTask());
        _prober.Asked.ShouldNotContain("http://busy.example/x");
    }

    [Fact]
    public async Task What_is_drained_has_ended_and_begins_no_more()
    {
        var probe = Local();
        var started = Hold(probe);
        _sink.Next = run => run.EndedAt.Steady;
        _scheduler.Schedule(probe, _clock.Steady);
        var end = await started.Reader.ReadAsync(Cancellation);
        var drained = _scheduler.DrainAsync([probe, Local(1)]);
        drained.IsCompleted.ShouldBeFalse();
        end.SetResult();
        await drained;
        (await _sink.Runs.Reader.ReadAsync(Cancellation)).Probe.ShouldBeSameAs(probe);
        _scheduler.Schedule(Local(2), _clock.Steady);
        await _sink.Runs.Reader.ReadAsync(Cancellation);
        _prober.Asked.Count(url => url == probe.Key.Url).ShouldBe(1);
    }

    [Fact]
    public async Task Probe_of_no_link_is_not_made_for_who_asks_too_late()
    {
        var probe = Local();
        probe.IsGone = true;
        await Should.ThrowAsync<OperationCanceledException>(() => _scheduler.RunNowAsync(probe, Cancellation));
        _scheduler.Schedule(Local(1), _clock.Steady);
        await _sink.Runs.Reader.ReadAsync(Cancellation);
        _prober.Asked.ShouldBe([Local(1).Key.Url]);
    }

    [Fact]
    public async Task Probe_that_cannot_be_taken_in_is_made_again()
    {
        var failures = 0;
        _sink.Next = _ => Interlocked.Increment(ref failures) == 1 ? throw new IOException("No space left on device") : null;
        _scheduler.Schedule(Local(), _clock.Steady);
        await _sink.Runs.Reader.ReadAsync(Cancellation);
        await MoveUntilAsync(_sink.Runs.Reader.ReadAsync(Cancellation).AsTask());
    }

    [Fact]
    public async Task Clock_on_the_wall_that_is_set_back_delays_nothing()
    {
        _sink.Next = run => run.EndedAt.Steady + TimeSpan.FromSeconds(60);
        _scheduler.Schedule(Local(), _clock.Steady);
        await _sink.Runs.Reader.ReadAsync(Cancellation);
        var steady = _clock.Steady;
        _time.Wrong = -TimeSpan.FromDays(365);
        _clock.Steady.ShouldBe(steady);
        var second = await MoveUntilAsync(_sink.Runs.Reader.ReadAsync(Cancellation).AsTask());
        (second.StartedAt.Steady - steady).ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromDays(30));
    }

    private sealed class Sink : IProbeSink
    {
        public Channel<ProbeRun> Runs { get; } = Channel.CreateUnbounded<ProbeRun>();

        public Func<ProbeRun, DateTimeOffset?> Next { get; set; } = _ => null;

        public async Task<DateTimeOffset?> TakeAsync(ProbeRun run, CancellationToken cancellationToken)
        {
            await Runs.Writer.WriteAsync(run, cancellationToken);
            return Next(run);
        }
    }
}
