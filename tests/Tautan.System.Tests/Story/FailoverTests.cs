using Tautan.SystemTests.Installations;
using Tautan.Testing.Misbehaving;

namespace Tautan.SystemTests.Story;

/// <summary>The story that everything is for.</summary>
public sealed class FailoverTests
{
    private static readonly object Quick = new { intervalSeconds = 10, timeoutSeconds = 2, failuresToConfirm = 3, retrySeconds = 1, successesToRecover = 2, failbackHoldSeconds = 1 };

    [Fact]
    public async Task A_link_leaves_a_dead_destination_and_returns_when_it_lives_again()
    {
        await using var installation = new Installation();
        await using var first = TestSite.Start();
        await using var second = TestSite.Start();
        await using var witness = TestSite.Start();
        installation.Settings["TAUTAN_Health__Witnesses__0"] = witness.Url();
        await installation.StartReadyAsync("serve");

        var link = await installation.CreateAsync(new { slug = "spring", destinations = new[] { new { url = first.Url("/a") }, new { url = second.Url("/b") } }, health = Quick });
        link["shortUrl"]!.GetValue<string>().ShouldBe(new Uri(installation.Public, "/spring").ToString());
        (await installation.WhereAsync("spring")).ShouldBe(first.Url("/a"));
        var path = $"/api/v1/links/{link["id"]}";
        await installation.UntilAsync(async () => (await installation.GetAsync(path))["verdict"]!.GetValue<string>() == "up", "the first verdict is up", TimeSpan.FromSeconds(15));

        await first.StopAsync();
        await installation.UntilAsync(async () => await installation.WhereAsync("spring") == second.Url("/b"), "the redirect goes to the second destination", TimeSpan.FromSeconds(40));
        await installation.UntilAsync(async () => (await installation.GetAsync(path))["failedOver"]!.GetValue<bool>(), "Links says so too", TimeSpan.FromSeconds(5));
        var moved = await installation.GetAsync(path);
        moved["revision"]!.GetValue<long>().ShouldBe(link["revision"]!.GetValue<long>());
        moved["serving"]!.GetValue<string>().ShouldBe(moved["destinations"]![1]!["id"]!.GetValue<string>());
        moved["destinations"]![0]!["verdict"]!.GetValue<string>().ShouldBe("down");
        moved["destinations"]![0]!["reason"]!.GetValue<string>().ShouldBe("refused");

        await first.RestartAsync();
        await installation.UntilAsync(async () => await installation.WhereAsync("spring") == first.Url("/a"), "the redirect fails back", TimeSpan.FromSeconds(60));

        var checks = (await installation.GetAsync(path + "/checks?limit=100"))["items"]!.AsArray();
        checks.Any(check => !check!["ok"]!.GetValue<bool>() && check["reason"]!.GetValue<string>() == "refused").ShouldBeTrue();
        var success = checks.First(check => check!["ok"]!.GetValue<bool>())!;
        success["status"]!.GetValue<int>().ShouldBe(200);
        success["at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5));
        success["timingsMs"]!["total"]!.GetValue<double>().ShouldBeGreaterThan(0);
        var health = await installation.GetAsync(path + "/health");
        health["destinations"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_no_witness_answers_no_link_moves_and_readiness_says_blind()
    {
        await using var installation = new Installation();
        await using var first = TestSite.Start();
        await using var second = TestSite.Start();
        await using var witness = TestSite.Start();
        installation.Settings["TAUTAN_Health__Witnesses__0"] = witness.Url();
        await installation.StartReadyAsync("serve");
        var link = await installation.CreateAsync(new { slug = "calm", destinations = new[] { new { url = first.Url("/a") }, new { url = second.Url("/b") } }, health = Quick });
        var path = $"/api/v1/links/{link["id"]}";
        await installation.UntilAsync(async () => (await installation.GetAsync(path))["verdict"]!.GetValue<string>() == "up", "the first verdict is up", TimeSpan.FromSeconds(15));

        await Task.WhenAll(first.StopAsync(), second.StopAsync(), witness.StopAsync());
        await installation.UntilAsync(
            async () => (await installation.HealthAsync()).Body?["services"]?["health"]?["reasons"]?.ToJsonString().Contains("blind", StringComparison.Ordinal) == true,
            "readiness says blind",
            TimeSpan.FromSeconds(60));
        var (code, body) = await installation.HealthAsync();
        code.ShouldBe(System.Net.HttpStatusCode.OK);
        body!["status"]!.GetValue<string>().ShouldBe("degraded");
        (await installation.WhereAsync("calm")).ShouldBe(first.Url("/a"));
        (await installation.GetAsync(path))["verdict"]!.GetValue<string>().ShouldBe("up");

        // The network is back, the first destination is not: now it may be called dead.
        await Task.WhenAll(witness.RestartAsync(), second.RestartAsync());
        await installation.UntilAsync(async () => await installation.WhereAsync("calm") == second.Url("/b"), "the link moves once somebody can be seen", TimeSpan.FromSeconds(60));
    }
}
