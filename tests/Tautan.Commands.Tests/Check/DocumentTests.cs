using Tautan.Commands.Check.Checking;
using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Tests.Check;

public sealed class DocumentTests
{
    [Theory]
    [InlineData("# A [![b](x.png)](y) Title", "a--title")]
    [InlineData("## <a name='z'></a> Sub &eacute;", "sub-é")]
    [InlineData("## <a name='z'></a> Sub &eacute;", "-sub-é")]
    [InlineData("## Title {#own}", "own")]
    [InlineData("## Title {#own}", "title")]
    [InlineData("<h2 align=\"center\">Html <b>Head</b></h2>", "html-head")]
    [InlineData("<h2>Plain</h2>\n\n## Plain", "plain-1")]
    public void Heading_has_the_anchor_that_code_hosts_give_it(string text, string anchor) =>
        DocumentReader.Read(DocumentKind.Markdown, text).Anchors!.ShouldContain(anchor);

    [Fact]
    public void Urls_in_code_are_links_where_that_is_said()
    {
        const string Text = "`http://a.b/inline`\n\n    http://a.b/indented\n\n```sh\n\nhttp://a.b/fenced\n```\n";
        DocumentReader.Read(DocumentKind.Markdown, Text).Links.ShouldBeEmpty();
        DocumentReader.Read(DocumentKind.Markdown, Text, withCode: true).Links
            .ShouldBe([new Found("http://a.b/inline", 1), new Found("http://a.b/indented", 3), new Found("http://a.b/fenced", 7)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("<script>var x = \"<a href=no>\"</script>")]
    [InlineData("<!-- <a href=no> -->")]
    [InlineData("<textarea><a href=no></textarea>")]
    [InlineData("<title><a href=no></title>")]
    [InlineData("<iframe><a href=no></iframe>")]
    [InlineData("<svg><div><script>\"<a href=no>\"</script>")]
    [InlineData("<a href=''>")]
    [InlineData("<link rel='dns-prefetch preconnect' href='//a.b'>")]
    public void What_is_no_link_is_none(string html) => DocumentReader.Read(DocumentKind.Html, html).Links.Where(link => link.Target.Length > 0).ShouldBeEmpty();

    [Theory]
    [InlineData("<noscript><img src=yes></noscript>")]
    [InlineData("<IMG SRC='yes'>")]
    [InlineData("<svg><style>a { background: url(yes) }</style></svg>")]
    [InlineData("<style>@import 'yes';</style>")]
    [InlineData("<svg><a xlink:href=yes>")]
    [InlineData("<svg><script/><a href=yes>")]
    [InlineData("<svg><style/></svg><a href=yes>")]
    [InlineData("<p><b><i><a href=' yes '>")]
    [InlineData("<a href=&#121;es>")]
    public void Link_is_found(string html) => DocumentReader.Read(DocumentKind.Html, html).Links.ShouldBe([new Found("yes", 1)]);

    [Theory]
    [InlineData("<meta http-equiv=Refresh content='0; URL=x.html'>", false)]
    [InlineData("<meta http-equiv=refresh content='5; url=x.html'>", true)]
    [InlineData("<meta http-equiv=refresh content=0>", true)]
    public void Anchors_of_a_page_that_leads_on_at_once_are_not_known(string html, bool areKnown) => (DocumentReader.Read(DocumentKind.Html, html).Anchors is not null).ShouldBe(areKnown);

    [Theory]
    [InlineData("impl%3CT,+A%3E", "impl%3CT,+A%3E", true)]
    [InlineData("%C3%BC", "ü", true)]
    [InlineData("ü", "ü", true)]
    [InlineData("ü", "%C3%BC", false)]
    [InlineData("x:~:text=y", "x", true)]
    [InlineData("X", "x", false)]
    public void Fragment_is_looked_for_as_it_is_written_and_then_decoded(string fragment, string anchor, bool isThere) =>
        Fragments.IsIn(fragment, new HashSet<string> { anchor }).ShouldBe(isThere);

    [Theory]
    [InlineData("L10", false)]
    [InlineData("L10C2-L20C3", false)]
    [InlineData("10-20", false)]
    [InlineData("Top", false)]
    [InlineData("/route", false)]
    [InlineData(":~:text=x", false)]
    [InlineData("10", true)]
    [InlineData("L", true)]
    [InlineData("topic", true)]
    public void What_a_script_makes_of_a_fragment_is_not_checked(string fragment, bool isChecked) => Fragments.IsChecked(fragment).ShouldBe(isChecked);

    [Fact]
    public void Pages_are_read_in_as_much_time_as_they_are_long()
    {
        // A tree of it would take minutes, and the test would be ended.
        var page = DocumentReader.Read(DocumentKind.Html, string.Concat(Enumerable.Repeat("<div><h1>", 200_000)) + "<a href=yes>");
        page.Links.ShouldBe([new Found("yes", 1)]);
    }

    [Fact]
    public void Rows_are_counted_with_empty_lines_and_lines_in_fields() =>
        DocumentReader.Read(DocumentKind.Csv, "a,http://a.b/1\n\n\nb,http://a.b/4\n\"c\nc\",http://a.b/5\r\nd,http://a.b/7").Links
            .ShouldBe([new Found("http://a.b/1", 1), new Found("http://a.b/4", 4), new Found("http://a.b/5", 5), new Found("http://a.b/7", 7)]);
}
