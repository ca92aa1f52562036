using System.Diagnostics;
using System.Net;
using Tautan.SystemTests.Installations;
using Tautan.Testing.Misbehaving;

namespace Tautan.SystemTests.Story;

/// <summary>The house's files may not grow any more, as on a disk that is full.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Dead_destination_is_left_while_the_disk_is_full_and_known_after_it()
    {
        await using var installation = new Installation();
        var first = TestSite.Start();
        await using var second = TestSite.Start();
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new
        {
            slug = "x",
            destinations = new[] { new { url = first.Origin + "/" }, new { url = second.Origin + "/" } },
            health = new { intervalSeconds = 10, failuresToConfirm = 2, retrySeconds = 1 },
        });
        await installation.UntilAsync(async () => (await installation.GetAsync("/api/v1/links?verdict=up"))["items"]!.AsArray().Count == 1, "up", TimeSpan.FromSeconds(30));

        var house = edge.House()!.Value;
        Limit(house, "1");
        await first.DisposeAsync();
        await installation.UntilAsync(async () => await installation.WhereAsync("x") == second.Origin + "/", "left", TimeSpan.FromSeconds(60));
        (await installation.HealthAsync()).Body!["services"]!["health"]!.ToJsonString().ShouldContain("unwritten");

        Limit(house, "unlimited");
        await installation.UntilAsync(
            async () => (await installation.HealthAsync()) is { Code: HttpStatusCode.OK } health && health.Body!["services"]!["health"]!["status"]!.GetValue<string>() == "ready",
            "written",
            TimeSpan.FromSeconds(60));
        (await installation.WhereAsync("x")).ShouldBe(second.Origin + "/");
        edge.Kill9();
        await edge.ExitAsync(TimeSpan.FromSeconds(10));
        await installation.StartReadyAsync("serve");
        (await installation.WhereAsync("x")).ShouldBe(second.Origin + "/");
    }

    private static void Limit(int process, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{process}", $"--fsize={bytes}:"]);
        limit.WaitForExit();
        limit.ExitCode.ShouldBe(0);
    }
}
