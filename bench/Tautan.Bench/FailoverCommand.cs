using System.CommandLine;
using System.Diagnostics;

namespace Tautan.Bench;

/// <summary>
/// How long after the verdict over an origin the redirects of all links it serves go elsewhere, and how many messages
/// of the feed that takes.
/// </summary>
internal static class FailoverCommand
{
    // Links are probed again 5 s after they failed: whatever they would say for themselves is said by then.
    private static readonly TimeSpan ForStragglers = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 10_000, Description = "On the origin that dies." };
        var sample = new Option<int>("--sample") { DefaultValueFactory = _ => 1_000, Description = "So many of them are asked without pause; the more, the longer one look takes." };
        var interval = new Option<int>("--interval") { DefaultValueFactory = _ => 60, Description = "Seconds between probes." };
        var server = new Option<Uri>("--server") { Required = true, CustomParser = parsed => new Uri(parsed.Tokens[0].Value) };
        var key = new Option<FileInfo>("--key-file") { Required = true, Description = "The administrator's API key." };
        var port = new Option<int>("--port") { Required = true, Description = "The origin that dies listens here, its stand-in at the next port, a witness at the one after." };
        var command = new Command("failover", "Let an origin die that serves many links.") { count, sample, interval, server, key, port };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var secret = (await File.ReadAllTextAsync(arguments.GetRequiredValue(key).FullName, cancellationToken)).Trim();
            using var api = new Api(arguments.GetRequiredValue(server), secret);
            await RunAsync(
                api, arguments.GetRequiredValue(server), arguments.GetValue(port), arguments.GetValue(count), arguments.GetValue(sample), arguments.GetValue(interval), cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(Api api, Uri server, int port, int count, int sample, int interval, CancellationToken cancellationToken)
    {
        var dying = await Origin.StartAsync(port, cancellationToken);
        await using var standIn = await Origin.StartAsync(port + 1, cancellationToken);
        await using var witness = await Origin.StartAsync(port + 2, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var ids = await api.CreateAsync(Enumerable.Range(0, count).Select(number => Link(number, port, interval)), cancellationToken);
        Console.WriteLine($"# {count} links created in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        began = Stopwatch.GetTimestamp();
        await UntilUpAsync(api, cancellationToken);
        Console.WriteLine($"# all up after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s more");

        using var redirects = new Redirects(server, $"http://127.0.0.1:{port + 1}/");
        var slugs = Enumerable.Range(0, count).Select(GeneratedLinks.Slug).ToArray();
        var before = await RevisionAsync(api, cancellationToken);
        await dying.DisposeAsync();
        var stopped = DateTimeOffset.UtcNow;
        var moved = await redirects.WatchAsync([.. Sample(slugs, sample)], cancellationToken);
        var swept = await redirects.WatchAsync(slugs, cancellationToken);
        var after = await RevisionAsync(api, cancellationToken);
        var verdict = await SinceAsync(api, ids[0], cancellationToken);
        await Task.Delay(ForStragglers, cancellationToken);
        var later = await RevisionAsync(api, cancellationToken);

        var times = moved.Times.Select(time => (time - verdict).TotalMilliseconds).Order().ToArray();
        Console.WriteLine($"from the stop to the verdict      {(verdict - stopped).TotalSeconds:F1} s");
        Console.WriteLine($"from the verdict to the redirect  p50 {At(times, 0.5):F0} ms, p99 {At(times, 0.99):F0} ms, max {times[^1]:F0} ms ({times.Length} links, each asked every {moved.Round.TotalMilliseconds:F0} ms)");
        Console.WriteLine($"all {count} links seen elsewhere   {(swept.Times.Max() - verdict).TotalMilliseconds:F0} ms after the verdict, by asking each once more");
        Console.WriteLine($"messages of the verdict feed      {after - before}, and {later - after} in the {ForStragglers.TotalSeconds:F0} s after");
        foreach (var said in await SaidAsync(api, stopped, cancellationToken)) Console.WriteLine($"# {said}");
    }

    private static object Link(int number, int port, int interval) => new
    {
        slug = GeneratedLinks.Slug(number),
        destinations = new[] { new { url = $"http://127.0.0.1:{port}/{number}" }, new { url = $"http://127.0.0.1:{port + 1}/{number}" } },
        health = new { intervalSeconds = interval },
    };

    // Spread over all of them: the feed's order must not choose who is looked at.
    private static IEnumerable<string> Sample(string[] slugs, int sample) =>
        Enumerable.Range(0, Math.Min(sample, slugs.Length)).Select(number => slugs[(long)number * slugs.Length / Math.Min(sample, slugs.Length)]);

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];

    private static async Task UntilUpAsync(Api api, CancellationToken cancellationToken)
    {
        var revision = 0UL;
        var quietSince = Stopwatch.GetTimestamp();
        while (true)
        {
            var unknown = (await api.GetAsync("/api/v1/links?verdict=unknown&limit=1", cancellationToken))["items"]!.AsArray();
            var now = await RevisionAsync(api, cancellationToken);
            if (unknown.Count > 0 || now != revision) quietSince = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(quietSince) >= Quiet) return;
            revision = now;
            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task<ulong> RevisionAsync(Api api, CancellationToken cancellationToken)
    {
        var feeds = (await api.GetAsync("/api/v1/gateway", cancellationToken))["feeds"]!.AsArray();
        return feeds.Single(feed => feed!["name"]!.GetValue<string>() == "verdicts")!["revision"]!.GetValue<ulong>();
    }

    private static async Task<List<string>> SaidAsync(Api api, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var events = (await api.GetAsync("/api/v1/health/events?kind=verdict&limit=20", cancellationToken))["items"]!.AsArray();
        return [.. events.Where(one => one!["at"]!.GetValue<DateTimeOffset>() >= since).Select(one => $"{one!["at"]} {one["scope"]} {one["subject"]} {one["verdict"]}").Reverse()];
    }

    private static async Task<DateTimeOffset> SinceAsync(Api api, string id, CancellationToken cancellationToken)
    {
        var first = (await api.GetAsync($"/api/v1/links/{id}/health", cancellationToken))["destinations"]![0]!;
        Console.WriteLine($"# verdict {first["verdict"]}, reason {first["reason"]}, since {first["since"]}");
        return first["since"]!.GetValue<DateTimeOffset>();
    }
}
