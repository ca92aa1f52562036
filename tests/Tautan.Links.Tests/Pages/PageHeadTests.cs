using System.Text;
using Tautan.Links.Pages;
using Tautan.Platform.Outbound;

namespace Tautan.Links.Tests.Pages;

public sealed class PageHeadTests
{
    [Theory]
    [InlineData("<!doctype html><html><head><title>a</title></head><body><p>b", "<!doctype html><html><head><title>a</title>")]
    [InlineData("<title>a</title><p>b", "<title>a</title>")]
    [InlineData("<TITLE>a < b <div></TITLE><meta content=\"<div> '>\"><div>", "<TITLE>a < b <div></TITLE><meta content=\"<div> '>\">")]
    [InlineData("<script>if (a<b) '<p>'</script><link><h1>", "<script>if (a<b) '<p>'</script><link>")]
    [InlineData("<!-- <p> --><?xml?><base><noscript><img>", "<!-- <p> --><?xml?><base><noscript>")]
    [InlineData("<title>never ends <p>", "<title>never ends <p>")]
    [InlineData("<meta a=\"never ends", "")]
    [InlineData("a < b", "a < b")]
    [InlineData("<", "<")]
    [InlineData("<!--", "<!--")]
    [InlineData("", "")]
    public void A_page_ends_where_its_head_does(string page, string head) => Encoding.UTF8.GetString(PageHead.Of(Encoding.UTF8.GetBytes(page))).ShouldBe(head);

    [Fact]
    public void A_page_in_UTF_16_says_what_it_is_as_well()
    {
        var page = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<title>é</title>" + string.Concat(Enumerable.Repeat("<div>", 20_000)))).ToArray();
        PageFacts.Of(new OutboundDocument(new Uri("https://a.example/"), 200, "text/html", page, null)).Title.ShouldBe("é");
        PageHead.Of(page).Length.ShouldBeLessThan(100);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<template>")]
    [InlineData("<svg><desc>")]
    [InlineData("<noscript><p>")]
    [InlineData("<html><body>")]
    public void Nothing_nested_is_left_of_a_page(string nested)
    {
        var page = Encoding.UTF8.GetBytes("<title>t</title>" + string.Concat(Enumerable.Repeat(nested, 256 * 1024 / nested.Length)));
        PageHead.Of(page).Length.ShouldBeLessThan(100);
    }

    [Fact]
    public void A_tag_with_more_attributes_than_anybody_writes_ends_it()
    {
        var page = Encoding.UTF8.GetBytes("<title>t</title><meta " + string.Join(' ', Enumerable.Range(0, 40_000).Select(i => $"a{i}")) + ">");
        PageHead.Of(page).Length.ShouldBeLessThan(100);
    }
}
