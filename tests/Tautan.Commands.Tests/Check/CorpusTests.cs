using Tautan.Testing.Misbehaving;

namespace Tautan.Commands.Tests.Check;

/// <summary>A folder with one document of each kind and a known list of broken links: what is found is the list.</summary>
public sealed class CorpusTests
{
    [Fact]
    public async Task Every_kind_of_document_is_read_and_exactly_what_is_broken_is_found()
    {
        await using var site = TestSite.Start()
            .On("/gone", Behaviours.Answer(404))
            .On("/gone2", Behaviours.Answer(410))
            .On("/error", Behaviours.Answer(500))
            .On("/members", Behaviours.Answer(403))
            .On("/page", Behaviours.Answer(200, "<title>Page</title><h1 id=first>x</h1><a name=second></a><p id=user-content-third>", ("Content-Type", "text/html")))
            .On("/moved", Behaviours.RedirectTo("/page"))
            .On("/circle", Behaviours.RedirectTo("/circle"));
        using var certificates = new TestCertificates();
        await using var untrusted = TestSite.Start(certificates.UnknownAuthority());
        using var folder = new CheckFolder();
        var s = site.Origin;
        folder
            .Write("guide.md", $"""
                ---
                source: {s}/gone?front-matter
                ---
                # Guide to links

                [inline]({s}/gone "title") and [fine]({s}/ok), [reference][one], <{s}/gone2> and bare {s}/error.
                ![picture](missing.png) [sibling](other.md) [anchor](other.md#second-heading) [no anchor](other.md#third)
                [self](#guide-to-links) [selfless](#nothing) [encoded](with%20space.md) [directory](docs/) [root](/other.md)
                <img src="lost.png"> [mail](mailto:a@b.c) [phone](tel:123) [nobody](https://a.example/x)

                `[code]({s}/gone?code)`

                ```
                {s}/gone?fence
                ```

                <div>
                  <a href="{s}/gone?html">x</a>
                </div>

                [one]: {s}/gone?reference
                [unused]: {s}/gone?unused

                | a | b |
                | - | - |
                | [cell]({s}/gone?cell) | {s}/page#first |
                """)
            .Write("other.md", "Other\n=====\n\n## Second heading\n\n## Second heading\n\n[twice](#second-heading-1) [thrice](#second-heading-2)\n")
            .Write("with space.md", "fine\n")
            .Write("docs/index.md", "[up](../guide.md) [away](../../outside.md)\n")
            .Write("page.html", $"""
                <html><head>
                <link rel="stylesheet" href="style.css"><link rel="preconnect" href="{s}/gone?preconnect">
                <meta property="og:image" content="{s}/gone?og">
                <meta http-equiv="refresh" content="5; url={s}/gone?refresh">
                </head><body id="top" background="{s}/gone?background">
                <a href="{s}/page#second">fine</a> <a href="{s}/page#third">fine</a> <a href="{s}/page#fourth">no</a> <a href="{s}/page#:~:text=x">fine</a>
                <img srcset="{s}/ok 1x, {s}/gone?srcset 2x" src="lost.jpg">
                <video poster="{s}/gone?poster"><source src="{s}/gone?source"></video>
                <form action="{s}/gone?form"></form> <q cite="{s}/gone?cite">x</q> <p style="background: url('{s}/gone?style')">x</p>
                <svg><image xlink:href="{s}/gone?svg"/></svg> <a href="javascript:void(0)">x</a> <a href="#top">x</a> <a href="#bottom">no</a>
                <iframe src="//{untrusted.EndPoint}/gone?protocol"></iframe> <a href="docs/index">fine</a>
                </body></html>
                """)
            .Write("style.css", "")
            .Write("docs/index.html", $"<base href='{s}/'><a href='gone?base'>x</a><a href='ok'>x</a>")
            .Write("notes.txt", $"See {s}/gone?text, ({s}/ok_(x)) \"{s}/members\" and\n<{s}/moved>: {s}/circle!\nhttp://\n")
            .Write("table.csv", $"name,url\n\"a, b\",{s}/gone?csv\n\"multi\nline\",\"{s}/gone?quoted\"\nfine,{s}/ok?a=1\n")
            .Write("sitemap.xml", $"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:x='http://www.w3.org/1999/xhtml'>\n<url><loc>{s}/gone?map&amp;a</loc><x:link href='{s}/gone?alternate'/></url>\n<url><loc> {s}/ok?map </loc></url></urlset>")
            .Write("node_modules/skipped.md", $"[x]({s}/gone?modules)")
            .Write(".hidden/skipped.md", $"[x]({s}/gone?hidden)")
            .Write("program.bin", $"{s}/gone?binary");

        var ended = await folder.RunAsync("--format", "json", "--retries", "0");

        ended.Code.ShouldBe(ExitCodes.Failed, ended.Error);
        CheckFolder.Broken(ended).ShouldBe(((string[])
        [
            "docs/index.html:1 SITE/gone?base http_status",
            "docs/index.md:1 ../outside.md file_missing",
            "guide.md:9 lost.png file_missing",
            "guide.md:18 SITE/gone?html http_status",
            "guide.md:6 SITE/error http_status",
            "guide.md:6 SITE/gone http_status",
            "guide.md:6 SITE/gone2 http_status",
            "guide.md:6 SITE/gone?reference http_status",
            "guide.md:7 missing.png file_missing",
            "guide.md:7 other.md#third fragment_missing",
            "guide.md:8 guide.md#nothing fragment_missing",
            "guide.md:22 SITE/gone?unused http_status",
            "guide.md:26 SITE/gone?cell http_status",
            "notes.txt:1 SITE/gone?text http_status",
            "notes.txt:2 SITE/circle redirect_loop",
            "other.md:8 other.md#second-heading-2 fragment_missing",
            "page.html:3 SITE/gone?og http_status",
            "page.html:4 SITE/gone?refresh http_status",
            "page.html:5 SITE/gone?background http_status",
            "page.html:6 SITE/page#fourth fragment_missing",
            "page.html:7 SITE/gone?srcset http_status",
            "page.html:7 lost.jpg file_missing",
            "page.html:8 SITE/gone?poster http_status",
            "page.html:8 SITE/gone?source http_status",
            "page.html:9 SITE/gone?cite http_status",
            "page.html:9 SITE/gone?form http_status",
            "page.html:9 SITE/gone?style http_status",
            "page.html:10 SITE/gone?svg http_status",
            "page.html:10 page.html#bottom fragment_missing",
            "page.html:11 https://HOST/gone?protocol tls_untrusted",
            "sitemap.xml:2 SITE/gone?alternate http_status",
            "sitemap.xml:2 SITE/gone?map&a http_status",
            "table.csv:2 SITE/gone?csv http_status",
            "table.csv:3 SITE/gone?quoted http_status",
        ]).Select(line => line.Replace("SITE", s, StringComparison.Ordinal).Replace("HOST", untrusted.EndPoint.ToString(), StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList());

        CheckFolder.Item(ended, $"{s}/members").GetProperty("note").GetString().ShouldBe("restricted");
        CheckFolder.Item(ended, $"{s}/moved").GetProperty("verdict").GetString().ShouldBe("up");
        CheckFolder.Item(ended, $"{s}/ok_(x)").GetProperty("status").GetInt32().ShouldBe(200);
        site.Requests.GroupBy(request => request.Target).Where(group => group.Key is not ("/page" or "/circle")).ShouldAllBe(group => group.Count() == 1);
    }
}
