using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class AppSchemesTests
{
    private static readonly AppSchemes Mine = AppSchemes.Of(["MyApp", "x-other+1"], out _);

    [Theory]
    [InlineData("myapp://product/1", "myapp://product/1")]
    [InlineData("MYAPP://Product/1?a=b c#d", "myapp://Product/1?a=b%20c#d")]
    [InlineData("myapp://ü/ä%20", "myapp://%C3%BC/%C3%A4%20")]
    [InlineData("myapp://", "myapp://")]
    [InlineData("x-other+1:///a", "x-other+1:///a")]
    [InlineData("https://a.example", "https://a.example/")]
    public void An_app_that_is_allowed_is_opened_with_what_is_ASCII(string text, string location)
    {
        DestinationUrl.TryParse(text, Mine, out var url, out var error).ShouldBeTrue(error);
        url.Location.ShouldBe(location);
        url.Original.ShouldBe(text);
    }

    [Theory]
    [InlineData("other://x", "http://, https://, myapp:// or x-other+1://")]
    [InlineData("myapp:x", "begins with")]
    [InlineData("myapp:/x", "begins with")]
    [InlineData("myapp:\\\\x", "begins with")]
    [InlineData("javascript://%0aalert(1)", "begins with")]
    [InlineData("myapp://user@x", "user name")]
    [InlineData("myapp://a\\b", "backslash")]
    [InlineData("myapp://x\ny", "control characters")]
    [InlineData(" myapp://x", "whitespace")]
    public void Anything_else_is_refused(string text, string expected)
    {
        DestinationUrl.TryParse(text, Mine, out _, out var error).ShouldBeFalse();
        error.ShouldContain(expected);
    }

    [Fact]
    public void Without_a_setting_there_is_none()
    {
        DestinationUrl.TryParse("myapp://x", out _, out var error).ShouldBeFalse();
        error.ShouldBe("must be an absolute URL that begins with http:// or https://");
    }

    [Theory]
    [InlineData("javascript")]
    [InlineData("DATA")]
    [InlineData("file")]
    [InlineData("https")]
    [InlineData("my app")]
    [InlineData("1app")]
    [InlineData("myapp:")]
    [InlineData("")]
    public void What_runs_code_reads_files_or_is_no_scheme_cannot_be_allowed(string scheme)
    {
        AppSchemes.Of([scheme], out var wrong);
        wrong.ShouldBe(scheme.ToLowerInvariant());
        DestinationUrl.TryParse($"{scheme}://x", AppSchemes.Any, out var url, out _).ShouldBe(scheme == "https");
    }
}
