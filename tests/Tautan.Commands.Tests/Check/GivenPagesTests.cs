using System.IO.Compression;
using System.Text;
using Tautan.Testing.Misbehaving;

namespace Tautan.Commands.Tests.Check;

public sealed class GivenPagesTests : IDisposable
{
    private static readonly (string, string) Html = ("Content-Type", "text/html");
    private static readonly (string, string) Xml = ("Content-Type", "application/xml");

    private readonly CheckFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_that_a_probe_sees_whole_is_asked_for_once()
    {
        await using var site = TestSite.Start().On("/page", Behaviours.Answer(200, "<p id=here><a href='#here'>x</a> <a href='#gone'>y</a> <a href='/ok'>z</a>", Html));
        var ended = await _folder.RunAsync("--format", "json", site.Url("/page"));
        CheckFolder.Broken(ended).ShouldBe([$"{site.Url("/page")}:1 {site.Url("/page")}#gone fragment_missing"]);
        site.Requests.Count(request => request.Target == "/page").ShouldBe(1);
    }

    [Fact]
    public async Task Page_that_is_longer_than_a_probe_looks_is_read_to_its_end()
    {
        await using var site = TestSite.Start().On("/page", Behaviours.Answer(200, new string('x', 100_000) + "\n<a href='/gone'>y</a>", Html)).On("/gone", Behaviours.Answer(404));
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", site.Url("/page"))).ShouldBe([$"{site.Url("/page")}:2 {site.Url("/gone")} http_status"]);
    }

    [Fact]
    public async Task Index_of_sitemaps_leads_to_those_and_to_what_they_name()
    {
        await using var site = TestSite.Start().On("/gone", Behaviours.Answer(404)).On("/gone2", Behaviours.Answer(404));
        site
            .On("/sitemap.xml", Behaviours.Answer(200, $"<sitemapindex><sitemap><loc>{site.Url("/one.xml.gz")}</loc></sitemap>\n<sitemap><loc>{site.Url("/two.xml")}</loc></sitemap><sitemap><loc>{site.Url("/not.xml")}</loc></sitemap></sitemapindex>", Xml))
            .On("/one.xml.gz", Behaviours.Answer(200, Packed($"<urlset><url><loc>{site.Url("/gone")}</loc></url></urlset>"), ("Content-Type", "application/x-gzip")))
            .On("/two.xml", Behaviours.Answer(200, $"<urlset>\n<url><loc>{site.Url("/gone2")}</loc></url></urlset>", Xml));
        var ended = await _folder.RunAsync("--format", "json", "--exclude", "not", site.Url("/sitemap.xml"));
        CheckFolder.Broken(ended).ShouldBe([$"{site.Url("/one.xml.gz")}:1 {site.Url("/gone")} http_status", $"{site.Url("/two.xml")}:2 {site.Url("/gone2")} http_status"]);
        site.Requests.ShouldNotContain(request => request.Target == "/not.xml");
    }

    [Fact]
    public async Task Links_that_could_not_be_read_are_told_and_end_with_2_where_nothing_is_broken()
    {
        await using var site = TestSite.Start().On("/sitemap.xml", Behaviours.Answer(200, "<urlset><url>", Xml));
        var ended = await _folder.RunAsync("--format", "json", site.Url("/sitemap.xml"));
        ended.Code.ShouldBe(ExitCodes.Usage);
        ended.Error.ShouldContain($"the links of '{site.Url("/sitemap.xml")}' are not all checked: line 1: it is no XML");
        CheckFolder.Item(ended, site.Url("/sitemap.xml")).GetProperty("verdict").GetString().ShouldBe("up");
    }

    [Fact]
    public async Task Certificate_that_is_taken_is_taken_for_the_links_of_a_long_page_too()
    {
        using var certificates = new TestCertificates();
        await using var site = TestSite.Start(certificates.Expired()).On("/page", Behaviours.Answer(200, new string('x', 100_000) + "<a href='/gone'>y</a>", Html)).On("/gone", Behaviours.Answer(404));
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", "--ignore-tls-errors", site.Url("/page"))).ShouldBe([$"{site.Url("/page")}:1 {site.Url("/gone")} http_status"]);
    }

    [Fact]
    public async Task Page_of_Markdown_is_read_as_such_though_it_is_sent_as_text()
    {
        await using var site = TestSite.Start().On("/readme.md", Behaviours.Answer(200, "[x](gone)", ("Content-Type", "text/plain"))).On("/gone", Behaviours.Answer(404));
        CheckFolder.Broken(await _folder.RunAsync("--format", "json", site.Url("/readme.md"))).ShouldBe([$"{site.Url("/readme.md")}:1 {site.Url("/gone")} http_status"]);
    }

    [Fact]
    public async Task Page_that_the_patterns_leave_out_is_read_for_the_links_that_they_do_not()
    {
        await using var site = TestSite.Start().On("/page", Behaviours.Answer(200, "<a href='/blog/gone'>x</a> <a href='/other'>y</a>", Html)).On("/blog/gone", Behaviours.Answer(404));
        var ended = await _folder.RunAsync("--format", "json", "--include", "/blog/", site.Url("/page"));
        CheckFolder.Items(ended).ShouldHaveSingleItem().GetProperty("url").GetString().ShouldBe(site.Url("/blog/gone"));
    }

    [Fact]
    public async Task Everything_goes_through_the_proxy_that_is_named_and_a_name_that_is_nobodys_is_asked_for_where_it_is_given()
    {
        await using var site = TestSite.Start().On("/page", Behaviours.Answer(200, new string('x', 100_000) + "<a href='http://a.example/'>x</a>", Html));
        await using var proxy = new TestProxy();
        var page = $"http://a.example:{site.Port}/page";
        var ended = await _folder.RunAsync("--format", "json", "--proxy", $"http://127.0.0.1:{proxy.Port}", page);
        CheckFolder.Item(ended, page).GetProperty("verdict").GetString().ShouldBe("up");
        CheckFolder.Summary(ended, "skipped").ShouldBe(1);
        proxy.Asked.ShouldAllBe(line => line.StartsWith($"GET {page} "));
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
