using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary><c>tautan restart house</c>.</summary>
public sealed class RestartHouseTests
{
    [Fact]
    public async Task House_alone_is_restarted_and_redirects_go_on()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "x", destinations = new[] { new { url = "https://a.example" } }, health = new { enabled = false } });
        var house = edge.House()!.Value;

        var command = installation.Start("restart", "house");
        while (!command.HasExited)
            (await installation.WhereAsync("x")).ShouldBe("https://a.example/");
        (await command.ExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0, command.Output);

        edge.House().ShouldNotBe(house);
        command.Output.ShouldContain($"house\tready\tprocess {edge.House()}");
        (await installation.HealthAsync()).Code.ShouldBe(System.Net.HttpStatusCode.OK);
        edge.Output.ShouldNotContain("it is started again");
    }

    [Fact]
    public async Task House_whose_settings_are_spoilt_is_not_stopped()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        var house = edge.House();
        await File.WriteAllTextAsync(Path.Combine(installation.Data, "tautan.json"), """{ "Health": { "Concurency": 1 } }""", TestContext.Current.CancellationToken);
        var command = installation.Start("restart", "house");
        (await command.ExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(1);
        command.Output.ShouldContain("Concurency");
        edge.House().ShouldBe(house);
    }

    [Fact]
    public async Task Without_an_edge_it_says_so()
    {
        await using var installation = new Installation();
        var command = installation.Start("restart", "house");
        (await command.ExitAsync(TimeSpan.FromSeconds(20))).ShouldBe(3);
        command.Output.Split('\n').ShouldHaveSingleItem().ShouldStartWith("tautan: no edge takes orders");
    }
}
