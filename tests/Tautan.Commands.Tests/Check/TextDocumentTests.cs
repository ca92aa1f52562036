using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Tests.Check;

public sealed class TextDocumentTests
{
    [Theory]
    [InlineData("see https://a.b/x.", "https://a.b/x")]
    [InlineData("(https://a.b/x)", "https://a.b/x")]
    [InlineData("https://a.b/x_(y)", "https://a.b/x_(y)")]
    [InlineData("(see https://a.b/x_(y))", "https://a.b/x_(y)")]
    [InlineData("\"HTTPS://A.b/x\"", "HTTPS://A.b/x")]
    [InlineData("<https://a.b/x?y=1&z=[2]>,", "https://a.b/x?y=1&z=[2]")]
    [InlineData("**https://a.b/x**", "https://a.b/x")]
    [InlineData("http://a.b:80/x#y!", "http://a.b:80/x#y")]
    [InlineData("https://a.b/ü/😀 x", "https://a.b/ü/😀")]
    [InlineData("「https://a.b/x」。", "https://a.b/x")]
    [InlineData("https://", null)]
    [InlineData("https://.", null)]
    [InlineData("ftp://a.b", null)]
    [InlineData("", null)]
    public void Url_is_found_without_what_stands_around_it(string text, string? url) =>
        TextDocument.LinksIn(text).Select(found => found.Target).ShouldBe(url is null ? [] : [url]);

    [Fact]
    public void Lines_are_counted_from_1() =>
        TextDocument.LinksIn("http://a\n\r\nx http://b http://c\nhttp://d").ShouldBe([new Found("http://a", 1), new Found("http://b", 3), new Found("http://c", 3), new Found("http://d", 4)]);

    [Theory]
    [InlineData("a.png 1x, b.png 2x", "a.png", "b.png")]
    [InlineData("a.png", "a.png")]
    [InlineData("a,b.png 100w , c.png", "a,b.png", "c.png")]
    [InlineData(" a.png, b.png ", "a.png", "b.png")]
    [InlineData("", new string[0])]
    public void Candidates_of_srcset_are_split_as_browsers_do(string set, params string[] urls) => SourceSet.UrlsIn(set).ShouldBe(urls);

    [Fact]
    public void Anchors_of_headings_are_those_of_GitHub()
    {
        var anchors = new HeadingAnchors();
        ((string[])["Hello, World!", "Hello World", "Hello World-1", "  C# & F# ", "Über uns", "snake_case & `code`", "日本語 の 見出し", "1. First"]).Select(anchors.Next)
            .ShouldBe(["hello-world", "hello-world-1", "hello-world-1-1", "c--f", "über-uns", "snake_case--code", "日本語-の-見出し", "1-first"]);
    }
}
