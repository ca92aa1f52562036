using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>Links change without pause while visitors come: nobody is sent where the link does not go.</summary>
public sealed class FreshnessTests(ITestOutputHelper output)
{
    private const int ChangesASecond = 1000;
    private const int Writers = 24;
    private const int Visitors = 4;
    private const int Links = 2000;

    // The issue's minute is for who has it: TAUTAN_TEST_CHANGE_SECONDS=60.
    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("TAUTAN_TEST_CHANGE_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 10;

    [Fact]
    public async Task A_thousand_changes_a_second_send_no_visitor_to_a_wrong_place_or_to_one_older_than_a_second()
    {
        await using var installation = new Installation();
        await installation.StartReadyAsync("serve");
        var reference = new ReferenceLinks(TimeSpan.FromSeconds(1));
        var links = Enumerable.Range(0, Links).ToDictionary(n => $"s{n}", n => $"https://a.example/{n}");
        var created = links.Select(link => reference.Changing(link.Key, link.Value)).ToList();
        var ids = await installation.CreateManyAsync(links);
        created.ForEach(answered => answered());

        using var end = new CancellationTokenSource();
        var faults = new ConcurrentQueue<string>();
        var asked = 0;
        var visiting = Enumerable.Range(0, Visitors).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var slug = $"s{Random.Shared.Next(Links)}";
                var askedAt = Environment.TickCount64;
                if (reference.Fault(slug, await installation.WhereAsync(slug), askedAt) is { } fault)
                    faults.Enqueue(fault);
                Interlocked.Increment(ref asked);
            }
        })).ToList();
        var changes = 0;
        var began = Environment.TickCount64;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            // Each link has one writer, so that its changes have an order.
            for (var n = writer; Interlocked.Increment(ref changes) <= ChangesASecond * Seconds; n = (n + Writers) % (Links - (Links % Writers)))
            {
                var url = $"https://a.example/{n}/{changes}-{Guid.NewGuid():n}";
                var answered = reference.Changing($"s{n}", url);
                using var response = await installation.Api.PatchAsJsonAsync($"/api/v1/links/{ids[$"s{n}"]}", new { destinations = new[] { new { url } } });
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                answered();
            }
        })));
        var took = Environment.TickCount64 - began;
        await end.CancelAsync();
        await Task.WhenAll(visiting);
        output.WriteLine($"{ChangesASecond * Seconds} changes in {took} ms, {asked} redirects compared");
        faults.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(Seconds * 100);
    }
}
