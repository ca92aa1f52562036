using FsCheck.Fluent;
using Tautan.Health.Pages;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Pages;

public sealed class TextSketchTests
{
    private static string Page(int from, int count) => $"<html><body><p>{string.Join(" ", Enumerable.Range(from, count).Select(Word))}</p></body></html>";

    // Letters only: what is no letter ends a word.
    private static string Word(int number) => "word" + string.Concat(number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    [Fact]
    public void Likeness_is_close_to_the_share_of_words_in_common()
    {
        foreach (var common in (int[])[0, 250, 500, 1000])
        {
            var likeness = TextSketch.Of(Page(0, 1000)).Likeness(TextSketch.Of(Page(1000 - common, 1000)))!.Value;
            likeness.ShouldBe(common / (2000.0 - common), 0.2);
            if (common == 0) likeness.ShouldBe(0);
            if (common == 1000) likeness.ShouldBe(1);
        }
    }

    [Fact]
    public void Tags_scripts_styles_and_comments_are_not_text() =>
        TextSketch.Of("<!-- hidden remark --><script>let secret = 1;</script><style>.colour{}</style><p class=\"paragraph\">visible words only</p>").ToBytes()
            .ShouldBe(TextSketch.Of("visible words only").ToBytes());

    [Fact]
    public void Text_without_spaces_between_words_is_compared_too()
    {
        var one = TextSketch.Of("これは春の大売り出しのお知らせです。すべての商品が半額になりますので、ぜひご来店ください。");
        one.Likeness(one).ShouldBe(1);
        one.Likeness(TextSketch.Of("当社の採用情報をご覧いただきありがとうございます。募集職種と応募方法について説明いたします。"))!.Value.ShouldBeLessThan(0.3);
    }

    [Fact]
    public void Short_texts_are_like_nothing_and_unlike_nothing() => TextSketch.Of("three short words").Likeness(TextSketch.Of(Page(0, 100))).ShouldBeNull();

    [Fact]
    public void Sketch_survives_being_stored_and_any_page_can_be_sketched() => Prop
        .ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var sketch = TextSketch.Of(text ?? "");
            return TextSketch.FromBytes(sketch.ToBytes()).ToBytes().SequenceEqual(sketch.ToBytes()) && sketch.ToBytes().Length <= 4 * TextSketch.Most;
        })
        .ShouldHold(500);

    [Theory]
    [InlineData("<")]
    [InlineData("<!--")]
    [InlineData("<script")]
    [InlineData("<script>never ends")]
    [InlineData("<style></styl")]
    public void Markup_that_never_ends_is_the_end_of_the_text(string html) => TextSketch.Of(html).ToBytes().ShouldBeEmpty();
}
