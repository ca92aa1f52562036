using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class DestinationUrlTests
{
    // A URI with an authority and no user (RFC 3986 appendix A), in the part of it that a destination may be.
    private static readonly Regex Rfc3986 = new(
        @"\Ahttps?://(\[[0-9a-f:.]+\]|[a-z0-9\-._~!$&'()*+,;=]+)(:[0-9]{1,5})?/([A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*(\?([A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?(#([A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?\z",
        RegexOptions.CultureInvariant);

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

    [Theory]
    [InlineData("http://0177.0.0.1/", "127.0.0.1")]
    [InlineData("http://0x7f.1/", "127.0.0.1")]
    [InlineData("http://2130706433/", "127.0.0.1")]
    [InlineData("http://[::ffff:127.0.0.1]/", "[::ffff:7f00:1]")]
    [InlineData("http://１２７.0.0.1/", "127.0.0.1")]
    [InlineData("http://a。example/", "a.example")]
    [InlineData("http://a.example./", "a.example.")]
    public void A_host_that_is_spelt_oddly_is_the_one_that_a_browser_goes_to(string text, string host)
    {
        DestinationUrl.TryParse(text, out var url, out var error).ShouldBeTrue(error);
        url.Host.ShouldBe(host);
        new Uri(url.Location).IdnHost.ShouldBe(new Uri(text).IdnHost);
    }

    [Theory]
    [InlineData("http://a／b.example/")]
    [InlineData("http://a＠b.example/")]
    [InlineData("http://a％2eb.example/")]
    [InlineData("http://a\u00adb\u200b.exam\u2060ple@evil/")]
    [InlineData("http://[::1]evil.example/")]
    [InlineData("http://[[::1]]/")]
    [InlineData("http://[127.0.0.1]/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://a.0xzz.09/")]
    [InlineData("http://0x/")]
    public void A_host_that_becomes_another_or_none_is_refused(string text)
    {
        DestinationUrl.TryParse(text, out _, out var error).ShouldBeFalse(text);
        error.ShouldStartWith("must ");
    }

    [Fact]
    public void Whatever_is_accepted_is_sent_as_one_line_of_ascii_to_the_host_that_was_read()
    {
        string[] pieces =
        [
            "http://", "https://", "HTTP:", "//", "/", "\\", "@", ":", "80", ":443", "?", "#", "%", "%00", "%2e", "%zz", "[", "]", "[::1]", "..", ".", "a", "B", "xn--", "-", "0x7f", "0177", "1",
            "ä", "ß", "ﬁ", "日本", "🍓", "\u202e", "\u200b", "\u00ad", "。", "／", "＠", "\t", "\r\n", "\0", " ", "\u007f", "\u0085", "\ud800", "\udc00", "<", "\"", "'", "{", "|", "^", "`", "javascript:", "data:",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(parts => string.Concat(parts)).Select(rest => new[] { rest, "https://" + rest, "http://a." + rest }).SelectMany(Gen.Elements).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            if (!DestinationUrl.TryParse(text, out var url, out var error))
                return error.StartsWith("must ", StringComparison.Ordinal);
            var location = url.Location;
            // .NET knows fewer hosts than RFC 3986; where it knows this one, it reads the same.
            return Rfc3986.IsMatch(location)
                && (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || (uri.Scheme == url.Scheme && uri.UserInfo.Length == 0 && uri.Port == url.Port))
                && location.StartsWith($"{url.Scheme}://{url.Host}", StringComparison.Ordinal)
                && DestinationUrl.TryParse(location, out var again, out _)
                && again.Location == location;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
