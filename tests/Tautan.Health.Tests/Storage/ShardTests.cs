using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Storage;

public sealed class ShardTests
{
    private static readonly LeaseTimes Times = LeaseTimes.Default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SharedShards<HealthDb> Shards(IUnitOfWork<HealthDb> work, TimeProvider time) =>
        new(work, time, Times, NullLogger<SharedShards<HealthDb>>.Instance);

    // As the watch does it: what is too much is given back at once.
    private static async Task<ShardSet> BeatAsync(IShardMember member)
    {
        var look = await member.LookAsync(Cancellation);
        if (look.Excess.IsEmpty) return look.Held;
        await member.ReleaseAsync(look.Excess, Cancellation);
        return look.Held.Except(look.Excess);
    }

    private static Task<ShardSet> WriteAsync(DatabaseRig rig, IShardMember member) =>
        rig.Work.WriteAsync(async (context, token) => await member.HeldAsync(context, token), Cancellation);

    [Fact]
    public async Task First_process_holds_all_and_who_joins_gets_its_part_of_them()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var members = new[] { Shards(rig.Work, time).Join(), Shards(rig.Work, time).Join(), Shards(rig.Work, time).Join() };
        (await BeatAsync(members[0])).ShouldBe(ShardSet.All);
        for (var round = 0; round < 3; round++)
        {
            foreach (var member in members) await BeatAsync(member);
        }

        var held = new List<ShardSet>();
        foreach (var member in members) held.Add(await BeatAsync(member));
        held.Aggregate(ShardSet.Empty, (all, one) => all.Union(one)).ShouldBe(ShardSet.All);
        held.Select(one => one.Count).Order().ShouldBe([21, 21, 22]);
        foreach (var member in members) await member.DisposeAsync();
    }

    [Fact]
    public async Task What_a_process_gives_back_when_it_stops_is_taken_at_the_next_look_and_nobody_died_for_it()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var first = Shards(rig.Work, time).Join();
        await using var second = Shards(rig.Work, time).Join();
        await BeatAsync(first);
        await BeatAsync(second);
        await first.DisposeAsync();
        var look = await second.LookAsync(Cancellation);
        look.Held.ShouldBe(ShardSet.All);
        look.TakenOver.ShouldBe(ShardSet.Empty);
    }

    [Fact]
    public async Task Dead_process_is_followed_within_fifteen_seconds_and_can_write_no_more()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var dead = new FakeTimeProvider();
        await using var first = Shards(rig.Work, dead).Join();
        var time = new FakeTimeProvider();
        await using var second = Shards(rig.Work, time).Join();
        var held = await BeatAsync(first);
        await BeatAsync(second);
        held = await BeatAsync(first);
        await BeatAsync(second);
        held.Count.ShouldBe(32);
        (await WriteAsync(rig, first)).ShouldBe(held);

        var start = time.GetUtcNow();
        ShardLook look;
        do
        {
            time.Advance(Times.Beat);
            look = await second.LookAsync(Cancellation);
        }
        while (look.Held != ShardSet.All);

        (time.GetUtcNow() - start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(15));
        look.TakenOver.ShouldBe(held);
        (await WriteAsync(rig, first)).ShouldBe(ShardSet.Empty);
        (await WriteAsync(rig, second)).ShouldBe(ShardSet.All);

        // When it wakes, it finds that out and stops.
        await Should.ThrowAsync<LeaseLostException>(() => first.LookAsync(Cancellation));
        first.Lost.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Process_that_lives_keeps_its_part_however_long_it_takes()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        await using var first = Shards(rig.Work, time).Join();
        await using var second = Shards(rig.Work, time).Join();
        for (var elapsed = 0; elapsed < 30; elapsed++)
        {
            await BeatAsync(first);
            await BeatAsync(second);
            time.Advance(Times.Beat);
        }

        first.Lost.IsCancellationRequested.ShouldBeFalse();
        (await BeatAsync(first)).Union(await BeatAsync(second)).ShouldBe(ShardSet.All);
    }

    [Fact]
    public async Task Process_that_cannot_say_that_it_lives_stops_before_anybody_may_follow()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var work = new Unreachable(rig.Work);
        await using var member = Shards(work, time).Join();
        await member.LookAsync(Cancellation);
        work.IsUnreachable = true;
        time.Advance(Times.GiveUp - TimeSpan.FromMilliseconds(1));
        await Should.ThrowAsync<IOException>(() => member.LookAsync(Cancellation));
        member.Lost.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        member.Lost.IsCancellationRequested.ShouldBeTrue();
        Times.GiveUp.ShouldBeLessThan(Times.TakeOver);
    }

    [Fact]
    public async Task Process_that_joins_again_need_not_wait_until_it_is_taken_for_dead()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var work = new Unreachable(rig.Work);
        var shards = Shards(work, time);
        var before = shards.Join();
        await before.LookAsync(Cancellation);
        work.IsUnreachable = true;
        await before.DisposeAsync();
        work.IsUnreachable = false;
        await using var again = shards.Join();
        (await again.LookAsync(Cancellation)).Held.ShouldBe(ShardSet.All);
    }

    [Fact]
    public async Task Whoever_comes_stops_or_dies_no_shard_has_two_holders_and_in_the_end_each_has_one()
    {
        await using var rig = await DatabaseRig.StartAsync();
        var time = new FakeTimeProvider();
        var chance = new Random(20261126);
        var members = new List<IShardMember>();
        var dead = new List<IShardMember>();
        for (var step = 0; step < 150; step++)
        {
            var what = chance.Next(10);
            if (what == 0 && members.Count < 6) members.Add(Shards(rig.Work, time).Join());
            else if (what == 1 && members.Count > 1) await TakeOne().DisposeAsync();
            else if (what == 2 && members.Count > 1) dead.Add(TakeOne());
            await RoundAsync();
        }

        for (var round = 0; round < 10; round++) await RoundAsync();
        var counts = new List<int>();
        foreach (var member in members) counts.Add((await BeatAsync(member)).Count);
        counts.Sum().ShouldBe(ShardSet.Shards);
        (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        foreach (var member in members.Concat(dead)) await member.DisposeAsync();

        async Task RoundAsync()
        {
            if (members.Count == 0) return;
            time.Advance(Times.Beat);
            var all = ShardSet.Empty;
            foreach (var member in members.OrderBy(_ => chance.Next()).ToList()) await BeatAsync(member);
            foreach (var member in members)
            {
                var held = await WriteAsync(rig, member);
                all.Intersect(held).ShouldBe(ShardSet.Empty);
                all = all.Union(held);
            }
        }

        IShardMember TakeOne()
        {
            var member = members[chance.Next(members.Count)];
            members.Remove(member);
            return member;
        }
    }

    private sealed class Unreachable(IUnitOfWork<HealthDb> work) : IUnitOfWork<HealthDb>
    {
        public bool IsUnreachable { get; set; }

        public Task<T> WriteAsync<T>(Func<WriteContext<HealthDb>, CancellationToken, Task<T>> action, CancellationToken cancellationToken) =>
            IsUnreachable ? Task.FromException<T>(new IOException("No route to host")) : work.WriteAsync(action, cancellationToken);
    }
}
