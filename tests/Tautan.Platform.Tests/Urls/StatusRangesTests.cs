using Tautan.Platform.Urls;

namespace Tautan.Platform.Tests.Urls;

public sealed class StatusRangesTests
{
    [Theory]
    [InlineData("200", "200", new[] { 200 }, new[] { 199, 201, 404 })]
    [InlineData("200,301-302", "200,301-302", new[] { 200, 301, 302 }, new[] { 300, 303 })]
    [InlineData("2xx", "200-299", new[] { 200, 204, 299 }, new[] { 199, 300 })]
    [InlineData(" 2XX , 403 ", "200-299,403", new[] { 250, 403 }, new[] { 404 })]
    [InlineData("200..299,999", "200-299,999", new[] { 299, 999 }, new[] { 998 })]
    [InlineData("100-999", "100-999", new[] { 100, 999 }, new int[0])]
    [InlineData("404-404", "404", new[] { 404 }, new[] { 405 })]
    [InlineData("200 - 204", "200-204", new[] { 203 }, new[] { 205 })]
    public void Codes_ranges_and_classes_are_read(string text, string spelling, int[] within, int[] without)
    {
        StatusRanges.TryParse(text, out var ranges, out var error).ShouldBeTrue(error);

        ranges!.ToString().ShouldBe(spelling);
        within.ShouldAllBe(status => ranges.Contains(status));
        without.ShouldAllBe(status => !ranges.Contains(status));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(",")]
    [InlineData("200,")]
    [InlineData("ok")]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("-200")]
    [InlineData("+200")]
    [InlineData("200-")]
    [InlineData("300-200")]
    [InlineData("200-300-400")]
    [InlineData("200...300")]
    [InlineData("xx")]
    [InlineData("0xx")]
    [InlineData("2x")]
    [InlineData("200;301")]
    [InlineData("٢٠٠")]
    [InlineData("99999999999999999999")]
    public void What_is_no_status_is_refused_with_a_sentence(string? text)
    {
        StatusRanges.TryParse(text, out var ranges, out var error).ShouldBeFalse();

        ranges.ShouldBeNull();
        error.ShouldStartWith("must ");
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        StatusRanges.TryParse(string.Join(',', Enumerable.Repeat("200", 51)), out _, out _).ShouldBeFalse();

    [Fact]
    public void What_it_writes_it_reads()
    {
        StatusRanges.TryParse("2xx,301..302,404", out var ranges, out _).ShouldBeTrue();
        StatusRanges.TryParse(ranges.ToString(), out var again, out _).ShouldBeTrue();

        again.ToString().ShouldBe(ranges.ToString());
    }
}
