using System.Globalization;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>The database of Links is not what it was.</summary>
public sealed class LinksMishapTests
{
    [Fact]
    public async Task An_older_copy_of_the_links_database_begins_a_new_epoch_and_the_edge_takes_its_state()
    {
        await using var installation = new Installation();
        var first = await installation.StartReadyAsync("serve");
        var ids = await installation.CreateManyAsync(Some("old", 60));
        await StopAsync(first);
        var copy = Path.Combine(installation.Root, "copy");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(installation.Data, "links.db*"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));

        var second = await installation.StartReadyAsync("serve");
        await installation.CreateManyAsync(Some("new", 40));
        using (var changed = await installation.Api.PatchAsync($"/api/v1/links/{ids["old1"]}", Json("""{ "destinations": [{ "url": "https://changed.example/" }] }""")))
            changed.EnsureSuccessStatusCode();
        using (var deleted = await installation.Api.DeleteAsync($"/api/v1/links/{ids["old2"]}"))
            deleted.EnsureSuccessStatusCode();
        (await WhereAsync(installation, "old1", "old2", "old3", "new3")).ShouldBe(["https://changed.example/", "404", "https://old.example/3", "https://new.example/3"]);
        var before = await installation.LinkFeedAsync();
        await StopAsync(second);
        foreach (var file in Directory.GetFiles(installation.Data, "links.db*"))
            File.Delete(file);
        foreach (var file in Directory.GetFiles(copy))
            File.Move(file, Path.Combine(installation.Data, Path.GetFileName(file)));

        await installation.StartReadyAsync("serve");
        await installation.UntilAsync(async () => await installation.WhereAsync("new3") == "404", "the edge has the older state", TimeSpan.FromSeconds(60));
        (await WhereAsync(installation, "old1", "old2", "old3")).ShouldBe(["https://old.example/1", "https://old.example/2", "https://old.example/3"]);
        var after = await installation.LinkFeedAsync();
        after["epoch"]!.GetValue<string>().ShouldNotBe(before["epoch"]!.GetValue<string>());
        after["revision"]!.GetValue<long>().ShouldBeLessThan(before["revision"]!.GetValue<long>());
        after["held"].ShouldBeNull();
        await installation.CreateManyAsync(Some("later", 1));
        (await installation.WhereAsync("later0")).ShouldBe("https://later.example/0");
    }

    [Fact]
    public async Task Links_that_are_empty_by_mistake_are_held_back_until_an_operator_accepts_them()
    {
        await using var installation = new Installation();
        var links = Some("s", 200).ToDictionary();
        var first = await installation.StartReadyAsync("serve");
        await installation.CreateManyAsync(links);
        await StopAsync(first);
        foreach (var file in Directory.GetFiles(installation.Data, "links.db*"))
            File.Delete(file);

        await installation.StartReadyAsync("serve", "--new-database", "links");
        await installation.UntilAsync(async () => (await installation.LinkFeedAsync())["held"] is not null, "the empty snapshot is held back", TimeSpan.FromSeconds(60));
        var held = (await installation.LinkFeedAsync())["held"]!;
        held["removes"]!.GetValue<long>().ShouldBe(links.Count);
        var readiness = (await installation.HealthAsync("/health/ready/gateway")).Body!;
        readiness["status"]!.GetValue<string>().ShouldBe("degraded");
        readiness["services"]!["gateway"]!["reasons"]!.ToJsonString().ShouldContain("tautan gateway accept");
        (await WhereAsync(installation, [.. links.Keys])).ShouldBe(links.Values);

        var (code, output) = await installation.CommandAsync("gateway", "accept", "--feed", "links");
        code.ShouldBe(0, output);
        output.ShouldStartWith("accepted\tlinks\t");
        await installation.UntilAsync(async () => (await installation.LinkFeedAsync())["held"] is null, "nothing is held back any more", TimeSpan.FromSeconds(60));
        (await WhereAsync(installation, [.. links.Keys])).ShouldAllBe(where => where == "404");
        await installation.CreateManyAsync(Some("later", 1));
        (await installation.WhereAsync("later0")).ShouldBe("https://later.example/0");
    }

    private static IEnumerable<KeyValuePair<string, string>> Some(string name, int count) => Enumerable.Range(0, count).Select(n =>
        KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"{name}{n}"), string.Create(CultureInfo.InvariantCulture, $"https://{name}.example/{n}")));

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task<IReadOnlyList<string>> WhereAsync(Installation installation, params string[] slugs)
    {
        var answers = new List<string>();
        foreach (var slug in slugs)
            answers.Add(await installation.WhereAsync(slug));
        return answers;
    }

    private static async Task StopAsync(TautanProcess process)
    {
        process.Terminate();
        (await process.ExitAsync(TimeSpan.FromSeconds(35))).ShouldBe(0);
    }
}
