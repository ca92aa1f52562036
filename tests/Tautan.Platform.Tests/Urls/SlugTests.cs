using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class SlugTests
{
    [Theory]
    [InlineData("spring", "spring")]
    [InlineData("a/b/c", "a/b/c")]
    [InlineData("A-._~9", "A-._~9")]
    [InlineData("u\u0308ber", "\u00fcber")]
    [InlineData("日本語", "日本語")]
    [InlineData("🍓", "🍓")]
    [InlineData("❤\uFE0F", "❤\uFE0F")]
    [InlineData("1\uFE0F\u20E3", "1\uFE0F\u20E3")]
    public void A_good_slug_is_brought_into_normalization_form_C(string text, string expected)
    {
        Slug.TryNormalize(text, out var normalized, out var error).ShouldBeTrue(error);
        normalized.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData(".")]
    [InlineData("a b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%20b")]
    [InlineData("a+b")]
    [InlineData("a\0")]
    [InlineData("a\u200bb")]
    [InlineData("a\uFE0F")]
    [InlineData("\uFE0Fa")]
    [InlineData("a\uFE00")]
    [InlineData("❤\uFE0E")]
    [InlineData("❤\uFE0F\uFE0F")]
    [InlineData("1\uFE0F")]
    [InlineData("\u845B\U000E0100")]
    [InlineData("a\u202eb")]
    [InlineData("a\ufeffb")]
    [InlineData("\u3164")]
    [InlineData("a\ufffd")]
    public void A_bad_slug_is_refused_with_what_was_expected(string text)
    {
        Slug.TryNormalize(text, out _, out var error).ShouldBeFalse();
        error.ShouldStartWith("m");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Slug.TryNormalize("a" + '\ud83d', out _, out var error).ShouldBeFalse();
        error.ShouldContain("surrogate");
    }

    [Fact]
    public void One_hundred_and_twenty_eight_characters_are_the_most_whatever_they_weigh()
    {
        Slug.TryNormalize(string.Concat(Enumerable.Repeat("🍓", 128)), out _, out _).ShouldBeTrue();
        Slug.TryNormalize(string.Concat(Enumerable.Repeat("🍓", 129)), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Normalizing_twice_is_normalizing_once() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        !Slug.TryNormalize(text, out var once, out _)
        || (Slug.TryNormalize(once, out var twice, out _) && twice == once && once.IsNormalized(NormalizationForm.FormC))).QuickCheckThrowOnFailure();
}
