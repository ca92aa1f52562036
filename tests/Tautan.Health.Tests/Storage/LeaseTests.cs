using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Storage;

public sealed class LeaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SharedLeases<HealthDb> Leases(IUnitOfWork<HealthDb> work, TimeProvider time) =>
        new(work, time, LeaseTimes.Default, NullLogger<SharedLeases<HealthDb>>.Instance);

    private static async Task<TimeSpan> MoveUntilAsync(FakeTimeProvider time, Task fact)
    {
        var start = time.GetUtcNow();
        while (!fact.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(fact, Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation));
        }

        await fact;
        return time.GetUtcNow() - start;
    }

    [Fact]
    public async Task Lease_that_is_given_back_is_followed_at_the_next_look()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var first = await Leases(rig.Work, time).AcquireAsync("watch", Cancellation);
        var second = Leases(rig.Work, time).AcquireAsync("watch", Cancellation);
        await first.DisposeAsync();
        await MoveUntilAsync(time, second);
        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task Holder_that_lives_keeps_it()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        await using var first = await Leases(rig.Work, time).AcquireAsync("watch", Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var second = Leases(rig.Work, time).AcquireAsync("watch", stop.Token);
        for (var elapsed = 0; elapsed < 60; elapsed++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation);
        }

        second.IsCompleted.ShouldBeFalse();
        first.Lost.IsCancellationRequested.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Dead_holder_is_followed_within_thirty_seconds_and_can_write_no_more()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var dead = new FakeTimeProvider();
        await using var first = await Leases(rig.Work, dead).AcquireAsync("watch", Cancellation);
        var time = new FakeTimeProvider();
        var second = Leases(rig.Work, time).AcquireAsync("watch", Cancellation);
        (await MoveUntilAsync(time, second)).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30));
        await using var lease = await second;

        Task<bool> Write(ILease holder) => rig.Work.WriteAsync(async (context, token) =>
        {
            await holder.EnsureHeldAsync(context.Db, token);
            return true;
        }, Cancellation);
        await Should.ThrowAsync<LeaseLostException>(() => Write(first));
        (await Write(lease)).ShouldBeTrue();

        // When it wakes, it finds that out and stops.
        dead.Advance(TimeSpan.FromSeconds(4));
        while (!first.Lost.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation);
    }

    [Fact]
    public async Task Holder_that_cannot_renew_stops_before_anybody_may_follow()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var work = new Unreachable(rig.Work);
        await using var lease = await Leases(work, time).AcquireAsync("watch", Cancellation);
        work.IsUnreachable = true;
        time.Advance(LeaseTimes.Default.GiveUp);
        lease.Lost.IsCancellationRequested.ShouldBeTrue();
        LeaseTimes.Default.GiveUp.ShouldBeLessThan(LeaseTimes.Default.TakeOver);
    }

    private sealed class Unreachable(IUnitOfWork<HealthDb> work) : IUnitOfWork<HealthDb>
    {
        public bool IsUnreachable { get; set; }

        public Task<T> WriteAsync<T>(Func<WriteContext<HealthDb>, CancellationToken, Task<T>> action, CancellationToken cancellationToken) =>
            IsUnreachable ? Task.FromException<T>(new IOException("No route to host")) : work.WriteAsync(action, cancellationToken);
    }
}
