using System.Collections.Concurrent;
using System.Net;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>The listening socket is systemd's: it stays while the edge is replaced.</summary>
public sealed class ActivationTests
{
    [Fact]
    public async Task Five_restarts_under_load_refuse_no_connection_and_fail_no_request()
    {
        await using var installation = new Installation();
        using var systemd = new Systemd(installation.Public, installation.Root);
        var process = installation.StartActivated(systemd, "http", "serve");
        await installation.ReadyAsync(process);
        await installation.CreateAsync(new { slug = "spring", destinations = new[] { new { url = "https://a.example/" } }, health = new { enabled = false } });

        using var end = new CancellationTokenSource();
        var failures = new ConcurrentQueue<string>();
        var answered = 0;
        var load = Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            while (!end.IsCancellationRequested)
            {
                if (await AskAsync(installation.Public) is { } failure)
                    failures.Enqueue(failure);
                else
                    Interlocked.Increment(ref answered);
            }
        });
        for (var restart = 0; restart < 5; restart++)
        {
            process.Terminate();
            (await process.ExitAsync(TimeSpan.FromSeconds(35))).ShouldBe(0);
            var before = Volatile.Read(ref answered);
            process = installation.StartActivated(systemd, "http", "serve");
            await installation.UntilAsync(() => Task.FromResult(Volatile.Read(ref answered) > before + 100), "redirects go on", TimeSpan.FromSeconds(30));
        }

        await end.CancelAsync();
        await load;
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_of_what_systemd_handed_over_reaches_the_house()
    {
        await using var installation = new Installation();
        using var systemd = new Systemd(installation.Public, installation.Root);
        var edge = installation.StartActivated(systemd, "http", "serve");
        await installation.ReadyAsync(edge);
        var house = edge.House()!.Value;
        var environment = await File.ReadAllTextAsync($"/proc/{house}/environ", TestContext.Current.CancellationToken);
        environment.Split('\0').ShouldNotContain(line => line.StartsWith("LISTEN_", StringComparison.Ordinal) || line.StartsWith("NOTIFY_", StringComparison.Ordinal) || line.StartsWith("WATCHDOG_", StringComparison.Ordinal));
        Descriptors(edge.Id).ShouldContain(systemd.Inode);
        Descriptors(house).ShouldNotContain(systemd.Inode);
    }

    [Fact]
    public async Task It_says_when_it_is_ready_that_it_lives_and_that_it_stops()
    {
        await using var installation = new Installation();
        using var systemd = new Systemd(installation.Public, installation.Root);
        var edge = installation.StartActivated(systemd, "http", "serve");
        await systemd.HearAsync("READY=1");
        (await installation.WhereAsync("nothing")).ShouldBe("404");
        await systemd.HearAsync("WATCHDOG=1");
        await systemd.HearAsync("WATCHDOG=1");
        edge.Terminate();
        await systemd.HearAsync("STOPPING=1");
        (await edge.ExitAsync(TimeSpan.FromSeconds(35))).ShouldBe(0);
    }

    [Theory]
    [InlineData("LISTEN_FDS", "2", 78, "no listening stream socket")]
    [InlineData("LISTEN_FDNAMES", "https", 78, "TAUTAN_Gateway__Certificates__0__Path is not set")]
    public async Task What_cannot_be_listened_at_as_it_was_handed_over_ends_the_start(string variable, string value, int code, string said)
    {
        await using var installation = new Installation();
        using var systemd = new Systemd(installation.Public, installation.Root);
        installation.Settings[variable] = value;
        var process = installation.StartActivated(systemd, "http", "serve", "gateway");
        (await process.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(code);
        process.Output.ShouldContain(said);
    }

    [Fact]
    public async Task The_operations_port_can_be_handed_over_as_well()
    {
        await using var installation = new Installation();
        using var systemd = new Systemd(installation.Operations, installation.Root);
        var edge = installation.StartActivated(systemd, "operations", "serve");
        await installation.ReadyAsync(edge);
        await systemd.HearAsync("WATCHDOG=1");
        (await installation.HealthAsync("/health/live")).Code.ShouldBe(HttpStatusCode.OK);
        (await installation.WhereAsync("nothing")).ShouldBe("404");
    }

    private static IEnumerable<string?> Descriptors(int process) => Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(path => new FileInfo(path).LinkTarget);

    // A connection each.
    private static async Task<string?> AskAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        try
        {
            using var response = await client.GetAsync("/spring");
            return response.StatusCode == HttpStatusCode.Found ? null : response.StatusCode.ToString();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return $"{exception.Message} {exception.InnerException?.Message}";
        }
    }
}
