using Tautan.Testing.Misbehaving;

namespace Tautan.Commands.Tests.Check;

public sealed class InputFilesTests : IDisposable
{
    private readonly CheckFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_git_leaves_out_is_left_out_unless_the_user_says_otherwise()
    {
        _folder.Write(".git/info/exclude", "private/\n")
            .Write(".gitignore", "# built\n_site/\n*.tmp.md\n!keep.tmp.md\n/top.md\ndocs/*.draft.md\n\\#odd.md\n[ab]{1}.md\n")
            .Write("docs/.gitignore", "!again.tmp.md\n");
        foreach (var name in (string[])[
            "_site/1.md", "docs/_site/2.md", "a.tmp.md", "docs/keep.tmp.md", "docs/again.tmp.md", "top.md", "docs/top.md", "docs/x.draft.md", "docs/deep/x.draft.md", "#odd.md", "a{1}.md", "c{1}.md", "private/3.md"])
            _folder.Write(name, "[x](missing)");
        static IEnumerable<string> Places(IEnumerable<string> broken) => broken.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]);
        Places(CheckFolder.Broken(await _folder.RunAsync("--format", "json")))
            .ShouldBe(["docs/keep.tmp.md", "docs/again.tmp.md", "docs/top.md", "docs/deep/x.draft.md", "c{1}.md"], ignoreOrder: true);
        Places(CheckFolder.Broken(await _folder.RunAsync("--format", "json", "docs"))).ShouldNotContain("docs/x.draft.md");
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "--no-ignore")).Count.ShouldBe(13);
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "top.md")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Outside_of_a_repository_nothing_is_ignored()
    {
        _folder.Write(".gitignore", "*.md\n").Write("a.md", "[x](missing)");
        CheckFolder.Broken(await _folder.RunAsync("--format", "json")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task File_that_is_found_and_cannot_be_read_stops_no_other_and_ends_with_2()
    {
        _folder.Write("a.md", new string('>', 3000) + " x").Write("b.md", "[x](c.md)").Write("c.md", "");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "d.md"), "nowhere");
        var ended = await _folder.RunAsync("--format", "json");
        ended.Code.ShouldBe(ExitCodes.Usage);
        ended.Error.ShouldContain("the links of 'a.md' are not all checked");
        ended.Error.ShouldContain("the links of 'd.md' are not all checked");
        CheckFolder.Summary(ended, "up").ShouldBe(1);
        (await _folder.RunAsync("a.md")).ShouldFail(ExitCodes.Usage).ShouldContain("'a.md' cannot be read");
    }

    [Theory]
    [InlineData("[z-a]*.md", "is no file, and no pattern")]
    [InlineData("[!a]*.nothing", "no file is called")]
    public async Task Pattern_that_leads_nowhere_ends_with_2(string pattern, string expected) => (await _folder.RunAsync(pattern)).ShouldFail(ExitCodes.Usage).ShouldContain(expected);

    [Fact]
    public async Task Sitemap_of_any_name_is_known_by_what_is_in_it()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404));
        _folder.Write("pages.xml", $"<urlset><url><loc>{site.Url("/gone?a&amp;b")}</loc></url></urlset>");
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "pages.xml")).ShouldBe([$"pages.xml:1 {site.Url("/gone?a&b")} http_status"]);
    }

    [Fact]
    public async Task Pattern_that_takes_for_ever_ends_with_2()
    {
        _folder.Write("a.txt", "http://127.0.0.1:1/" + new string('a', 60) + "b");
        (await _folder.RunAsync("--offline", "--exclude", @"(a+)+\1$")).ShouldFail(ExitCodes.Usage).ShouldContain("takes too long");
    }
}
