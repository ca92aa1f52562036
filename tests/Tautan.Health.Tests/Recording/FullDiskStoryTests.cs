using Microsoft.Data.Sqlite;
using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Recording;

/// <summary>The database takes nothing: what is dead is left all the same.</summary>
public sealed class FullDiskStoryTests : IAsyncDisposable
{
    private const string A = "http://127.0.0.1:1001/a";

    private readonly World _world = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public FullDiskStoryTests() => _running = _world.Patient.RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Dead_destination_is_told_from_memory_and_written_when_there_is_room_again()
    {
        var link = Sample.Record(A);
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        var written = _world.Store.Feed.Count;
        _world.Store.Fault = new SqliteException("database or disk is full", 13);
        _world.Prober.Refuses(A);
        await _world.PassAsync(TimeSpan.FromMinutes(2));

        _world.IsDown(link).ShouldBeTrue();
        await ToldAsync(() => _world.Told.GetValueOrDefault(World.OriginKey(A)) is VerdictRecord { Verdict: Verdict.Down });
        _world.Store.Feed.Count.ShouldBe(written);
        _world.Patient.Unwritten.ShouldBeGreaterThan(0);

        _world.Store.Fault = null;
        await ToldAsync(() => _world.Told.Count == 0 && _world.Patient.Unwritten == 0);
        _world.Store.Of(World.OriginKey(A)).Last()!.Verdict.ShouldBe(Verdict.Down);
    }

    [Fact]
    public async Task Destination_that_recovers_meanwhile_is_told_up_again()
    {
        var link = Sample.Record(A);
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.Prober.Refuses(A);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.Store.Fault = new SqliteException("attempt to write a readonly database", 8);
        _world.Prober.Answers(A);
        await _world.PassAsync(TimeSpan.FromMinutes(3));
        _world.IsDown(link).ShouldBeFalse();
        await ToldAsync(() => _world.Told.GetValueOrDefault(World.OriginKey(A)) is VerdictRecord { Verdict: Verdict.Up });
    }

    [Fact]
    public async Task What_a_defect_keeps_from_being_written_is_no_full_disk()
    {
        var link = Sample.Record(A);
        _world.Add(link);
        _world.Store.Fault = new InvalidOperationException("a defect");
        await Should.ThrowAsync<InvalidOperationException>(() => _world.MakeAsync(link));
        _world.Patient.Unwritten.ShouldBe(0);
    }

    [Fact]
    public async Task Probes_go_on_in_their_rhythm()
    {
        var link = Sample.Record(A);
        _world.Add(link);
        await _world.PassAsync(TimeSpan.FromMinutes(2));
        _world.Store.Fault = new SqliteException("database or disk is full", 13);
        var made = _world.Made;
        await _world.PassAsync(TimeSpan.FromMinutes(10));
        (_world.Made - made).ShouldBeInRange(9, 11);
    }

    // What runs beside the test hears of the clock by itself.
    private async Task ToldAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _world.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }
}
