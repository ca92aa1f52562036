using System.Text;
using Tautan.Health.Pages;

namespace Tautan.Health.Tests.Pages;

public sealed class PageTitleTests
{
    [Theory]
    [InlineData("<html><head><title>Spring sale</title></head>", "Spring sale")]
    [InlineData("<TITLE lang=en>\n  Spring \t sale &amp; more\n</TITLE>", "Spring sale & more")]
    [InlineData("<titles>no</titles><title>yes</title>", "yes")]
    [InlineData("<title></title>", null)]
    [InlineData("<title>never ends", null)]
    [InlineData("<title", null)]
    [InlineData("<title ", null)]
    [InlineData("<", null)]
    [InlineData("", null)]
    [InlineData("no markup", null)]
    public void Title_is_the_first_title_element(string page, string? title) => PageTitle.Of(Encoding.UTF8.GetBytes(page), Encoding.UTF8).ShouldBe(title);

    [Fact]
    public void Title_is_cut_and_what_is_absurdly_long_is_none()
    {
        PageTitle.Of(Encoding.UTF8.GetBytes($"<title>{new string('x', 1_000)}</title>"), Encoding.UTF8)!.Length.ShouldBe(PageTitle.Longest);
        PageTitle.Of(Encoding.UTF8.GetBytes($"<title>{new string('x', 10_000)}</title>"), Encoding.UTF8).ShouldBeNull();
    }

    [Fact]
    public void Title_is_read_in_the_encoding_of_the_page() => PageTitle.Of(Encoding.Latin1.GetBytes("<title>Grün</title>"), Encoding.Latin1).ShouldBe("Grün");

    [Fact]
    public void Title_has_no_character_that_a_database_or_terminal_does_not_take() =>
        PageTitle.Of(Encoding.UTF8.GetBytes("<title>a&#0;\0\u001b[2J\u202Eb</title>"), Encoding.UTF8).ShouldBe("a [2J b");
}
