using System.Text;
using Tautan.Health.Probing;

namespace Tautan.Health.Tests.Probing;

public sealed class BodyTextTests
{
    private static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding("windows-1251")!;

    [Fact]
    public void Without_a_word_it_is_UTF8() => BodyText.Decode("grüß 🎉"u8, null, false).ShouldBe("grüß 🎉");

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("\"Windows-1251\"")]
    [InlineData("x-cp1251")]
    public void The_charset_of_the_header_counts(string charset) => BodyText.Decode(Windows1251.GetBytes("привет"), charset, false).ShouldBe("привет");

    [Theory]
    [InlineData("<html><head><meta charset=windows-1251>привет")]
    [InlineData("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'>привет")]
    public void The_charset_of_the_page_counts(string page) => BodyText.Decode(Windows1251.GetBytes(page), null, false).ShouldBe(page);

    [Theory]
    [InlineData("utf-7")]
    [InlineData("no-such-charset")]
    [InlineData("")]
    [InlineData("\"")]
    public void An_unknown_charset_is_UTF8(string charset) => BodyText.Decode("grüß"u8, charset, false).ShouldBe("grüß");

    [Fact]
    public void A_byte_order_mark_beats_the_header()
    {
        BodyText.Decode([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("grüß")], "utf-8", false).ShouldBe("grüß");
        BodyText.Decode([.. Encoding.UTF8.Preamble, .. "grüß"u8], "windows-1251", false).ShouldBe("grüß");
    }

    [Fact]
    public void Half_a_character_at_a_cut_is_left_out()
    {
        BodyText.Decode("grüß"u8[..^1], null, cut: true).ShouldBe("grü");
        BodyText.Decode("grüß"u8[..^1], null, cut: false).ShouldBe("grü\ufffd");
    }

    [Fact]
    public void What_is_no_text_does_not_throw()
    {
        var bytes = new byte[65536];
        new Random(1).NextBytes(bytes);
        foreach (var charset in new[] { null, "utf-8", "utf-16", "gb18030", "iso-2022-jp", "us-ascii" })
        {
            BodyText.Decode(bytes, charset, false).ShouldNotBeNull();
        }

        BodyText.Decode([], null, false).ShouldBe("");
    }
}
