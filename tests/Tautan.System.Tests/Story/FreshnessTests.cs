using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>Links change without pause while visitors come: nobody is sent where the link does not go.</summary>
public sealed class FreshnessTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int ChangesASecond = 1000;
    private const int AtFirst = 2400;
    private const int Writers = 24;
    private const int Visitors = 4;

    // Short, so that all tests together stay so: TAUTAN_TEST_CHANGE_SECONDS=60 makes it a minute.
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("TAUTAN_TEST_CHANGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 10);

    private readonly Installation _installation = new();
    private readonly ReferenceLinks _reference = new(TimeSpan.FromSeconds(1));
    private readonly ConcurrentQueue<string> _faults = new();
    private int _known;
    private int _changes;
    private int _asked;

    [Fact]
    public async Task A_thousand_changes_a_second_send_no_visitor_to_a_wrong_place_or_to_one_older_than_a_second()
    {
        await _installation.StartReadyAsync("serve");
        var ids = await CreateAsync(AtFirst);
        _changes = 0;
        using var end = new CancellationTokenSource();
        var visiting = Enumerable.Range(0, Visitors).Select(_ => Task.Run(() => VisitAsync(end.Token))).ToList();
        var clock = Stopwatch.StartNew();
        var changing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => ChangeAsync(ids, writer, clock))).ToList();
        while (clock.Elapsed < Span)
        {
            // What the changes one by one leave of the thousand is made of links that are new.
            var missing = (int)(clock.Elapsed.TotalSeconds * ChangesASecond) - Volatile.Read(ref _changes);
            if (missing > 0)
                await CreateAsync(Math.Min(missing, ChangesASecond / 5));
            else
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(changing);
        var took = clock.Elapsed;
        await end.CancelAsync();
        await Task.WhenAll(visiting);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_changes} changes, {_known - AtFirst} of them new links, in {took.TotalSeconds:0.0} s; {_asked} redirects compared"));
        _faults.ShouldBeEmpty();
        _changes.ShouldBeGreaterThan(_known - AtFirst);
        _asked.ShouldBeGreaterThan(100);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private async Task<Dictionary<string, string>> CreateAsync(int count)
    {
        var links = Enumerable.Range(_known, count).ToDictionary(n => $"s{n}", n => $"https://new.example/{n}");
        var answered = links.Select(link => _reference.Changing(link.Key, link.Value)).ToList();
        Volatile.Write(ref _known, _known + count);
        var ids = await _installation.CreateManyAsync(links);
        answered.ForEach(answer => answer());
        Interlocked.Add(ref _changes, count);
        return ids;
    }

    // Each link has one writer, so that its changes have an order.
    private async Task ChangeAsync(Dictionary<string, string> ids, int writer, Stopwatch clock)
    {
        for (var round = 0; clock.Elapsed < Span; round++)
        {
            var slug = $"s{((round * Writers) + writer) % AtFirst}";
            var url = $"https://changed.example/{Guid.NewGuid():n}";
            var enabled = round % 10 != 0;
            var answered = _reference.Changing(slug, enabled ? url : "404");
            using var response = await _installation.Api.PatchAsJsonAsync($"/api/v1/links/{ids[slug]}", new { enabled, destinations = new[] { new { url } } });
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            answered();
            Interlocked.Increment(ref _changes);
        }
    }

    private async Task VisitAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var slug = $"s{Random.Shared.Next(Volatile.Read(ref _known))}";
            var askedAt = Environment.TickCount64;
            if (_reference.Fault(slug, await _installation.WhereAsync(slug), askedAt) is { } fault)
                _faults.Enqueue(fault);
            Interlocked.Increment(ref _asked);
        }
    }
}
