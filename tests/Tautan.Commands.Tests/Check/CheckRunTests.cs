using System.Diagnostics;
using System.Xml.Linq;
using Tautan.Commands.Tests.Support;
using Tautan.Testing.Misbehaving;

namespace Tautan.Commands.Tests.Check;

public sealed class CheckRunTests : IDisposable
{
    private readonly CheckFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_fine_ends_with_0_and_nothing_on_standard_output()
    {
        await using var site = TestSite.Start();
        _folder.Write("a.md", $"[x]({site.Url()})");
        var ended = await _folder.RunAsync();
        (ended.Code, ended.Out).ShouldBe((ExitCodes.Ok, ""), ended.Error);
        ended.Error.ShouldStartWith("1 link, 0 broken, 1 fine (1 document, ");
    }

    [Fact]
    public async Task Broken_ones_are_a_line_each_in_a_pipe_and_the_code_is_1()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404));
        _folder.Write("a.md", $"[x]({site.Url("/gone")})\n\n[y](missing.md)");
        var ended = await _folder.RunAsync("a.md");
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Lines.ShouldBe([$"a.md:1\t{site.Url("/gone")}\thttp_status 404", "a.md:3\tmissing.md\tfile_missing: There is no such file or directory."]);
    }

    [Theory]
    [InlineData("there is no file or directory 'missing.md'", "missing.md")]
    [InlineData("no file is called '*.nothing'", "*.nothing")]
    [InlineData("--format must be table, json, junit or markdown, and is 'xml'", "--format", "xml")]
    [InlineData("--timeout must be a time from 1s to 10m, and is '0'", "--timeout", "0")]
    [InlineData("--max-age must be a time such as 30s, 15m, 12h or 7d, and is 'soon'", "--max-age", "soon")]
    [InlineData("--retries must be 0 to 10, and is '11'", "--retries", "11")]
    [InlineData("--concurrency must be 1 to 1000, and is '0'", "--concurrency", "0")]
    [InlineData("--accept must be statuses such as 200..299,403, and is '2'", "--accept", "2")]
    [InlineData("--exclude must be a regular expression, and is '('", "--exclude", "(")]
    [InlineData("--header must be \"NAME: VALUE\"", "--header", "nothing")]
    [InlineData("--header must be \"NAME: VALUE\"", "--header", "User-Agent: Mozilla")]
    [InlineData("--base-url must be an absolute http or https URL, and is 'docs'", "--base-url", "docs")]
    [InlineData("--root-dir must be a directory that is there, and is 'nowhere'", "--root-dir", "nowhere")]
    [InlineData("nowhere.toml cannot be read", "--config", "nowhere.toml")]
    public async Task What_cannot_be_run_ends_with_2_and_says_why(string expected, params string[] arguments) =>
        (await _folder.RunAsync(arguments)).ShouldFail(ExitCodes.Usage).ShouldContain(expected);

    [Fact]
    public async Task Statuses_that_are_accepted_take_the_place_of_the_rules()
    {
        await using var site = TestSite.Start().On("/members", Behaviours.Answer(403)).On("/gone", Behaviours.Answer(404));
        _folder.Write("a.txt", $"{site.Url("/members")}\n{site.Url("/gone")}\n{site.Url("/ok")}");
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "--accept", "200..299,404")).ShouldBe([$"a.txt:1 {site.Url("/members")} unexpected_status"]);
        (await _folder.RunAsync("--accept", "200..=299,4xx")).Code.ShouldBe(ExitCodes.Ok);
    }

    [Fact]
    public async Task Include_and_exclude_choose_and_what_they_leave_out_is_not_asked_for()
    {
        await using var site = TestSite.Start();
        _folder.Write("a.txt", $"{site.Url("/one")}\n{site.Url("/two")}\n{site.Url("/three")}");
        var ended = await _folder.RunAsync("--format", "json", "--include", "/(one|two)$", "--exclude", "two");
        CheckFolder.Items(ended).Count().ShouldBe(1);
        CheckFolder.Summary(ended, "excluded").ShouldBe(2);
        site.Requests.ShouldHaveSingleItem().Target.ShouldBe("/one");
    }

    [Fact]
    public async Task Offline_asks_nobody()
    {
        await using var site = TestSite.Start();
        _folder.Write("a.md", $"[x]({site.Url()}) [y](missing.md)");
        var ended = await _folder.RunAsync("--offline", "--format", "json");
        CheckFolder.Broken(ended).ShouldBe(["a.md:1 missing.md file_missing"]);
        CheckFolder.Summary(ended, "skipped").ShouldBe(1);
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Public_only_refuses_this_machine_in_every_hop()
    {
        await using var site = TestSite.Start();
        var ended = await _folder.RunAsync("--format", "json", "--public-only", "--retries", "0", site.Url(), "http://2130706433:" + site.Port + "/", $"http://[::ffff:127.0.0.1]:{site.Port}/");
        ended.Code.ShouldBe(ExitCodes.Failed);
        CheckFolder.Items(ended).ShouldAllBe(item => item.GetProperty("reason").GetString() == "not_public");
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Words_about_URLs_are_left_out()
    {
        _folder.Write("a.txt", "https://*.a.b/ http://%s:80/x http://$HOST/ http://a.example/ http://${HOST}/ mailto:a@b.c").Write("a.mdx", "<a href={url}>x</a> [y]({{ url }}) [z](tel:1)");
        var ended = await _folder.RunAsync("--format", "json", "--offline");
        ended.Code.ShouldBe(ExitCodes.Ok);
        CheckFolder.Summary(ended, "total").ShouldBe(0);
        CheckFolder.Summary(ended, "skipped").ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public async Task Standard_input_is_a_document()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404));
        var ended = await _folder.RunWithInputAsync($"fine {site.Url()}\nbad {site.Url("/gone")}\n", "-", "--format", "json");
        CheckFolder.Broken(ended).ShouldBe([$"-:2 {site.Url("/gone")} http_status"]);
    }

    [Fact]
    public async Task Page_that_is_given_is_checked_with_its_links_and_without_them_where_that_is_said()
    {
        await using var site = TestSite.Start()
            .On("/start", Behaviours.RedirectTo("/dir/page"))
            .On("/dir/page", Behaviours.Answer(200, "<a href='next'>x</a>\n<a href='/gone'>y</a>", ("Content-Type", "text/html")))
            .On("/gone", Behaviours.Answer(404));
        var ended = await _folder.RunAsync("--format", "json", site.Url("/start"));
        CheckFolder.Items(ended).Select(item => item.GetProperty("url").GetString()).ShouldBe([site.Url("/dir/next"), site.Url("/gone"), site.Url("/start")], ignoreOrder: true);
        CheckFolder.Broken(ended).ShouldBe([$"{site.Url("/start")}:2 {site.Url("/gone")} http_status"]);
        CheckFolder.Items(await _folder.RunAsync("--format", "json", "--no-pages", site.Url("/start"))).Count().ShouldBe(1);
    }

    [Fact]
    public async Task What_may_be_bad_luck_is_tried_again_and_what_is_gone_is_not()
    {
        await using var site = TestSite.Start()
            .On("/unlucky", Behaviours.InTurn(Behaviours.Answer(503, "", ("Retry-After", "0")), Behaviours.ResetBeforeHead(), Behaviours.Answer(200)))
            .On("/gone", Behaviours.Answer(404));
        var ended = await _folder.RunAsync("--format", "json", "--no-pages", site.Url("/unlucky"), site.Url("/gone"));
        CheckFolder.Item(ended, site.Url("/unlucky")).GetProperty("verdict").GetString().ShouldBe("up");
        site.Requests.Count(request => request.Target == "/gone").ShouldBe(1);
        site.Requests.Count(request => request.Target == "/unlucky").ShouldBeGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task Server_that_asks_for_peace_gets_it()
    {
        await using var site = TestSite.Start().On("/busy", Behaviours.InTurn(Behaviours.Answer(429, "", ("Retry-After", "1")), Behaviours.Answer(200)));
        var began = Stopwatch.GetTimestamp();
        var ended = await _folder.RunAsync("--format", "json", "--no-pages", site.Url("/busy"));
        CheckFolder.Item(ended, site.Url("/busy")).GetProperty("note").GetString().ShouldBeNull();
        site.Requests.Count.ShouldBe(2);
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task One_host_is_asked_by_ten_at_a_time_at_most()
    {
        await using var site = TestSite.Start();
        var (now, most) = (0, 0);
        var answer = Behaviours.Answer(200);
        site.Default = async exchange =>
        {
            var mine = Interlocked.Increment(ref now);
            for (var seen = Volatile.Read(ref most); mine > seen && Interlocked.CompareExchange(ref most, mine, seen) != seen; seen = Volatile.Read(ref most)) ;
            await Task.Delay(20);
            Interlocked.Decrement(ref now);
            await answer(exchange);
        };
        _folder.Write("a.txt", string.Join('\n', Enumerable.Range(0, 60).Select(i => site.Url($"/{i}"))));
        (await _folder.RunAsync("--concurrency", "100")).Code.ShouldBe(ExitCodes.Ok);
        most.ShouldBeInRange(2, 10);
    }

    [Fact]
    public async Task What_was_up_is_not_asked_for_again_until_it_is_too_old_and_what_was_broken_is()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404));
        _folder.Write("a.txt", $"{site.Url("/ok")}\n{site.Url("/gone")}");
        await _folder.RunAsync("--max-age", "1d");
        var second = await _folder.RunAsync("--max-age", "1d", "--format", "json");
        second.Code.ShouldBe(ExitCodes.Failed);
        CheckFolder.Summary(second, "cached").ShouldBe(1);
        site.Requests.Count(request => request.Target == "/ok").ShouldBe(1);
        site.Requests.Count(request => request.Target == "/gone").ShouldBe(2);

        // Who accepts something else asks anew; and a file that is damaged is as if there were none.
        await _folder.RunAsync("--max-age", "1d", "--accept", "200..499");
        site.Requests.Count(request => request.Target == "/ok").ShouldBe(2);
        _folder.Write(".tautan-check-cache", "{\"settings\":");
        (await _folder.RunAsync("--max-age", "1d")).Code.ShouldBe(ExitCodes.Failed);
        site.Requests.Count(request => request.Target == "/ok").ShouldBe(3);
        Directory.GetFiles(_folder.Path, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task Cache_that_cannot_be_written_is_a_remark_and_no_end()
    {
        await using var site = TestSite.Start();
        _folder.Write("a.txt", site.Url());
        var ended = await _folder.RunAsync("--max-age", "1d", "--cache", "no/such/directory/cache");
        ended.Code.ShouldBe(ExitCodes.Ok);
        ended.Error.ShouldContain("the cache 'no/such/directory/cache' cannot be written");
    }

    [Fact]
    public async Task Headers_are_sent_and_any_certificate_is_taken_where_that_is_said()
    {
        using var certificates = new TestCertificates();
        await using var site = TestSite.Start(certificates.Expired());
        (await _folder.RunAsync("--no-pages", "--retries", "0", site.Url())).Code.ShouldBe(ExitCodes.Failed);
        (await _folder.RunAsync("--no-pages", "--ignore-tls-errors", "--header", "X-Key: a: b", site.Url())).Code.ShouldBe(ExitCodes.Ok);
        var request = site.Requests.ShouldHaveSingleItem();
        request.Headers["X-Key"].ShouldBe("a: b");
        request.Headers["User-Agent"].ShouldStartWith("Tautan/");
    }

    [Fact]
    public async Task Relative_links_begin_where_the_user_says()
    {
        await using var site = TestSite.Start().On("/docs/gone", Behaviours.Answer(404));
        _folder.Write("content/a.md", "[x](gone) [y](/fine)").Write("root/there.md", "").Write("content/b.md", "[z](/there.md) [w](/not.md)");
        CheckFolder.Broken(await _folder.RunAsync("content/a.md", "--format", "json", "--base-url", site.Url("/docs/"))).ShouldBe([$"content/a.md:1 {site.Url("/docs/gone")} http_status"]);
        CheckFolder.Broken(await _folder.RunAsync("content/b.md", "--format", "json", "--root-dir", "root")).ShouldBe(["content/b.md:1 root/not.md file_missing"]);
    }

    [Fact]
    public async Task Patterns_choose_files()
    {
        _folder.Write("a.md", "[x](1)").Write("docs/b.md", "[x](2)").Write("docs/deep/c.html", "<a href=3>").Write("docs/d.txt", "").Write("docs/e.rst", "");
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "docs/**/*.{md,html}")).ShouldBe(["docs/b.md:1 docs/2 file_missing", "docs/deep/c.html:1 docs/deep/3 file_missing"]);
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "[ab].md")).ShouldBe(["a.md:1 1 file_missing"]);
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "docs", "?.md")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task JUnit_is_XML_whatever_a_link_says()
    {
        _folder.Write("a <b>.md", "[x](<missing & \"quoted\".md>) [y](fine.md) <a href='bell&#7;.md'>z</a>").Write("fine.md", "");
        var ended = await _folder.RunAsync("--format", "junit");
        ended.Code.ShouldBe(ExitCodes.Failed);
        var suite = XDocument.Parse(ended.Out).Root!.Elements("testsuite").Single();
        (suite.Attribute("name")!.Value, suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value).ShouldBe(("a <b>.md", "3", "2"));
        var missing = suite.Elements("testcase").Single(one => one.Attribute("name")!.Value == "missing & \"quoted\".md");
        (missing.Attribute("line")!.Value, missing.Element("failure")!.Attribute("type")!.Value).ShouldBe(("1", "file_missing"));
        suite.Elements("testcase").Single(one => one.Attribute("name")!.Value == "fine.md").Elements().ShouldBeEmpty();
    }

    [Fact]
    public async Task Markdown_is_a_table_that_no_link_breaks()
    {
        _folder.Write("a.md", "[x](<a|b`c.md>)");
        var ended = await _folder.RunAsync("--format", "markdown");
        ended.Lines[^1].ShouldBe("| a.md:1 | `` a\\|b`c.md `` | file\\_missing: There is no such file or directory. |");
    }

    [Fact]
    public async Task Markdown_fits_into_a_comment_and_says_what_is_left_out()
    {
        _folder.Write("a.md", string.Join("\n\n", Enumerable.Range(0, 3000).Select(i => $"[x](missing-{i}.md) [y](often.md)")));
        var ended = await _folder.RunAsync("--format", "markdown");
        ended.Out.Length.ShouldBeLessThan(65_536);
        ended.Out.ShouldContain("| a.md:1<br>a.md:3<br>a.md:5<br>a.md:7<br>a.md:9<br>and 2995 more | `often.md` |");
        var rows = ended.Lines.Count(line => line.StartsWith("| a.md:", StringComparison.Ordinal));
        ended.Lines[^1].ShouldBe($"And {3001 - rows} more: `--format json` has them all.");
    }

    [Fact]
    public async Task Person_sees_progress_and_the_broken_ones_as_they_come()
    {
        _folder.Write("a.md", "[x](missing.md)");
        var ended = await new Cli { WorkingDirectory = _folder.Path, OnTerminal = true, ErrorOnTerminal = true }.RunAsync("check");
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Error.ShouldContain("✗ missing.md  file_missing");
        ended.Out.ShouldContain("missing.md");
    }

    [Fact]
    public async Task Interrupted_run_tells_what_it_knows()
    {
        await using var site = TestSite.Start().On("/slow", Behaviours.HangBeforeHead());
        _folder.Write("a.txt", $"{site.Url("/slow")}").Write("b.md", "[x](missing.md)");
        using var interruption = new CancellationTokenSource();
        var running = new Cli { WorkingDirectory = _folder.Path }.RunAsync(interruption.Token, "check", "--format", "json");
        await site.WaitForRequestsAsync(1, TestContext.Current.CancellationToken);
        await interruption.CancelAsync();
        var ended = await running;
        ended.Code.ShouldBe(ExitCodes.Interrupted);
        CheckFolder.Broken(ended).ShouldBe(["b.md:1 missing.md file_missing"]);
        CheckFolder.Summary(ended, "unchecked").ShouldBe(1);
    }

    [Fact]
    public async Task Files_that_are_no_text_and_text_of_any_encoding_are_borne()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "binary.txt"), [0, 1, 2, 3]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "latin.md"), [.. "[x](f"u8, 0xFC, .. "r.md)"u8]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "utf16.md"), [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("[x](sixteen.md)")]);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "circle"), _folder.Path);
        var ended = await _folder.RunAsync("--format", "json");
        CheckFolder.Broken(ended).ShouldBe(["latin.md:1 für.md file_missing", "utf16.md:1 sixteen.md file_missing"]);
        ended.Error.ShouldContain("'binary.txt' is no text");
    }

    [Fact]
    public async Task Sitemap_may_be_packed_and_must_be_XML()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404));
        await using (var file = File.Create(Path.Combine(_folder.Path, "sitemap.xml.gz")))
        await using (var packed = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
            await packed.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"<urlset><url><loc>{site.Url("/gone")}</loc></url></urlset>"), TestContext.Current.CancellationToken);
        CheckFolder.Broken(await _folder.RunAsync("--format", "json")).ShouldBe([$"sitemap.xml.gz:1 {site.Url("/gone")} http_status"]);
        _folder.Write("sitemap-bad.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&a;</loc></url></urlset>");
        (await _folder.RunAsync("sitemap-bad.xml")).ShouldFail(ExitCodes.Usage).ShouldContain("no XML");
    }
}
