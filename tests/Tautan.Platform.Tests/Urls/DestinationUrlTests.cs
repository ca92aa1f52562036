using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class DestinationUrlTests
{
    [Theory]
    [InlineData("https://a.example", "https://a.example/")]
    [InlineData("HTTPS://A.Example/X", "https://a.example/X")]
    [InlineData("https://a.example:0443/x", "https://a.example:443/x")]
    [InlineData("https://a.example?q=1", "https://a.example/?q=1")]
    [InlineData("https://a.example/a b?c d", "https://a.example/a%20b?c%20d")]
    [InlineData("https://a.example/ä/%C3%A4/%zz", "https://a.example/%C3%A4/%C3%A4/%25zz")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/")]
    [InlineData("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/")]
    [InlineData("http://127.0.0.1/", "http://127.0.0.1/")]
    [InlineData("https://a.example/#a#b", "https://a.example/#a%23b")]
    [InlineData("https://a.example/[x]{y}|z", "https://a.example/%5Bx%5D%7By%7D%7Cz")]
    public void A_good_url_is_kept_as_given_and_sent_as_ascii(string text, string location)
    {
        DestinationUrl.TryParse(text, out var url, out var error).ShouldBeTrue(error);
        url.Original.ShouldBe(text);
        url.Location.ShouldBe(location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//evil.example/")]
    [InlineData("/relative")]
    [InlineData("ftp://a.example/")]
    [InlineData("http:\\\\a.example")]
    [InlineData("http:/a.example")]
    [InlineData("http:///a.example")]
    [InlineData("http:a.example")]
    [InlineData("http://")]
    [InlineData("http://?x")]
    [InlineData("http://:80/")]
    [InlineData("http://user@a.example/")]
    [InlineData("http://user:pass@a.example/")]
    [InlineData("http://a.example\\@b.example/")]
    [InlineData(" https://a.example/")]
    [InlineData("https://a.example/ ")]
    [InlineData("https://a.exa\tmple/")]
    [InlineData("https://a.example/\n")]
    [InlineData("https://a.example/\0")]
    [InlineData("https://a..example/")]
    [InlineData("https://a b.example/")]
    [InlineData("https://a.example:99999/")]
    [InlineData("https://a.example:0/")]
    [InlineData("https://a.example:8o/")]
    [InlineData("https://[::1/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://a%2eexample/")]
    [InlineData("http://256.1.1.1/")]
    public void A_bad_url_is_refused_with_what_was_expected(string text)
    {
        DestinationUrl.TryParse(text, out _, out var error).ShouldBeFalse(text);
        error.ShouldStartWith("must ");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        DestinationUrl.TryParse("https://a.example/" + '\ud800', out _, out var error).ShouldBeFalse();
        error.ShouldContain("surrogate");
    }

    [Fact]
    public void Eight_kilobytes_are_the_most()
    {
        var start = "https://a.example/";
        DestinationUrl.TryParse(start + new string('x', DestinationUrl.MaxBytes - start.Length), out _, out _).ShouldBeTrue();
        DestinationUrl.TryParse(start + new string('x', DestinationUrl.MaxBytes - start.Length + 1), out _, out _).ShouldBeFalse();
        DestinationUrl.TryParse(start + new string('ä', DestinationUrl.MaxBytes / 2), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_follows_a_good_host_is_sent_as_a_valid_uri_or_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), tail =>
        {
            if (!DestinationUrl.TryParse("https://a.example/" + tail, out var url, out _))
                return true;
            return Ascii.IsValid(url.Location)
                && url.Location.All(c => c > 0x20 && c != 0x7f && !"\"<>\\^`{|}".Contains(c, StringComparison.Ordinal))
                && Uri.TryCreate(url.Location, UriKind.Absolute, out var parsed)
                && parsed.Host == "a.example";
        }).QuickCheckThrowOnFailure();
    }
}
