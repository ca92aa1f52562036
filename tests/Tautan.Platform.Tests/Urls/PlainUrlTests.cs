using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class PlainUrlTests
{
    [Theory]
    [InlineData("https://a.example/", 17)]
    [InlineData("http://www.a-b.example/x?y=1", 22)]
    [InlineData("https://localhost/a:b@c", 17)]
    public void Plain_URL_is_split_behind_its_host(string url, int prefix)
    {
        PlainUrl.TrySplit(Encoding.UTF8.GetBytes(url), out var length).ShouldBeTrue();
        length.ShouldBe(prefix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("https://")]
    [InlineData("https://a.example")]
    [InlineData("https:///x")]
    [InlineData("https://1.2.3.4/")]
    [InlineData("https://a.0x7f/")]
    [InlineData("https://a.example:443/")]
    [InlineData("https://A.example/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://a..example/")]
    [InlineData("https://a.example./")]
    [InlineData("https://-a.example/")]
    [InlineData("https://a.example/#x")]
    [InlineData("https://a.example/%41")]
    [InlineData("https://a.example/ä")]
    [InlineData("https://a@b.example/")]
    [InlineData("https://a.example?x")]
    public void What_must_be_looked_at_closely_is_not_plain(string url) => PlainUrl.TrySplit(Encoding.UTF8.GetBytes(url), out _).ShouldBeFalse();

    [Fact]
    public void What_is_plain_is_sent_as_it_is_given() =>
        Prop.ForAll(Urls(), url =>
        {
            if (!PlainUrl.TrySplit(Encoding.UTF8.GetBytes(url), out var prefix))
                return;
            DestinationUrl.TryParse(url, out var parsed, out _).ShouldBeTrue(url);
            parsed.Location.ShouldBe(url);
            url[..prefix].ShouldBe($"{parsed.Scheme}://{parsed.Host}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static Arbitrary<string> Urls()
    {
        var label = Gen.Elements("a", "b-c", "-", "1", "0x1", "xn--a", "", "é", "example", "A", new string('x', 63), new string('x', 64), "_");
        var tail = Gen.Elements("", "/", "?x", "#x", "/a b", "/%41", "/%", "/[x]", "//", "/a;b=c,d", "/\\", "/é", ":80/", "@x/");
        return (from scheme in Gen.Elements("https://", "http://", "HTTP://", "ftp://", "https:/")
                from labels in label.ListOf().Resize(5)
                from end in Gen.Elements("", ".", "..")
                from rest in tail
                from more in tail
                select scheme + string.Join('.', labels) + end + rest + more).ToArbitrary();
    }
}
