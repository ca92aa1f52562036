using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>A house that is there and does nothing.</summary>
public sealed class HungHouseTests
{
    [Fact]
    public async Task House_that_hangs_is_replaced_and_redirects_go_on()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "x", destinations = new[] { new { url = "https://a.example" } }, health = new { enabled = false } });
        var house = edge.House()!.Value;
        await installation.UntilAsync(async () => await installation.WhereAsync("x") == "https://a.example/", "redirects", TimeSpan.FromSeconds(10));
        // Only who has answered once is missed; the edge asks every five seconds, and says nothing of it.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);

        TautanProcess.Signal(house, "STOP");
        await installation.UntilAsync(
            async () =>
            {
                (await installation.WhereAsync("x")).ShouldBe("https://a.example/");
                return edge.House() is { } now && now != house;
            },
            "another house",
            TimeSpan.FromSeconds(60));
        await installation.ReadyAsync(edge);
        edge.Output.ShouldContain("has not answered 3 times in a row");
    }

    [Fact]
    public async Task Edge_whose_house_hangs_stops_in_time_all_the_same()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        TautanProcess.Signal(edge.House()!.Value, "STOP");
        edge.Terminate();
        (await edge.ExitAsync(TimeSpan.FromSeconds(35))).ShouldBe(0);
        edge.Output.ShouldContain("did not finish in time and is ended");
    }
}
