using System.Net;
using Tautan.SystemTests.Installations;
using Tautan.Testing.Misbehaving;

namespace Tautan.SystemTests.Shapes;

/// <summary>One process, two, or one a service: the same behaviour.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("edge and house")]
    [InlineData("single")]
    [InlineData("a process a service, on sockets")]
    [InlineData("a process a service, over TCP")]
    public async Task Every_shape_creates_redirects_watches_and_fails_over(string shape)
    {
        await using var installation = new Installation();
        await using var first = TestSite.Start();
        await using var second = TestSite.Start();
        installation.Settings["TAUTAN_Health__Witnesses__0"] = second.Url();
        await StartAsync(installation, shape);

        var link = await installation.CreateAsync(new
        {
            destinations = new[] { new { url = first.Url("/a") }, new { url = second.Url("/b") } },
            health = new { intervalSeconds = 10, timeoutSeconds = 2, failuresToConfirm = 1, retrySeconds = 1, failbackHoldSeconds = 0 },
        });
        var slug = link["slug"]!.GetValue<string>();
        (await installation.WhereAsync(slug)).ShouldBe(first.Url("/a"));
        await installation.UntilAsync(async () => (await installation.GetAsync($"/api/v1/links/{link["id"]}"))["verdict"]!.GetValue<string>() == "up", "up", TimeSpan.FromSeconds(20));
        await first.StopAsync();
        await installation.UntilAsync(async () => await installation.WhereAsync(slug) == second.Url("/b"), "failed over", TimeSpan.FromSeconds(40));
        (await installation.Api.DeleteAsync(new Uri($"/api/v1/links/{link["id"]}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await installation.WhereAsync(slug)).ShouldBe("404");
    }

    private static async Task StartAsync(Installation installation, string shape)
    {
        switch (shape)
        {
            case "edge and house":
                await installation.StartReadyAsync("serve");
                break;
            case "single":
                await installation.StartReadyAsync("serve", "--single");
                break;
            default:
                await StartApartAsync(installation, overTcp: shape.EndsWith("TCP", StringComparison.Ordinal));
                break;
        }
    }

    private static async Task StartApartAsync(Installation installation, bool overTcp)
    {
        var ports = Ports.Free(6);
        foreach (var (service, port) in overTcp ? new[] { ("links", ports[0]), ("health", ports[1]), ("identity", ports[2]) } : [])
        {
            installation.Settings[$"TAUTAN_Listen__{service}"] = $"https://127.0.0.1:{port}";
            installation.Settings[$"TAUTAN_Services__{service}"] = $"https://localhost:{port}";
        }

        installation.Start(new Dictionary<string, string> { ["TAUTAN_Urls__Operations"] = $"http://127.0.0.1:{ports[3]}" }, "serve", "links");
        installation.Start(new Dictionary<string, string> { ["TAUTAN_Urls__Operations"] = $"http://127.0.0.1:{ports[4]}" }, "serve", "health");
        installation.Start(new Dictionary<string, string> { ["TAUTAN_Urls__Operations"] = $"http://127.0.0.1:{ports[5]}" }, "serve", "identity");
        installation.Start("serve", "gateway");
        foreach (var port in ports[3..])
            await installation.UntilAsync(async () => (await installation.HealthAsync(operations: new Uri($"http://127.0.0.1:{port}"))).Code == HttpStatusCode.OK, $"ready at {port}", TimeSpan.FromSeconds(30));
        await installation.ReadyAsync();
        await installation.UntilAsync(
            async () => (await installation.HealthAsync()).Body?["status"]?.GetValue<string>() == "ready", "the gateway follows all of them", TimeSpan.FromSeconds(20));
    }
}
