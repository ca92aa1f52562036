using System.Text;
using Tautan.Contracts.Health;
using Tautan.Health.Pages;
using Tautan.Health.Parking;
using Tautan.Health.Probing;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Pages;

public sealed class PageDoubtTests
{
    private const string Url = "https://a.example/sale/spring";

    private static PageSight Page(string title, string text = "") =>
        PageSight.Of(Encoding.UTF8.GetBytes($"<title>{title}</title><p>{text}</p>"), null, null, null, ParkedDomains.Default);

    private static ProbeResult At(string finalUrl, PageSight? page = null, int status = 200) => Sample.Answer(Url, status) with
    {
        Hops = finalUrl == Url ? [new ProbeHop(Url, status, ProbeFailure.None, Sample.Loopback)] : [new ProbeHop(Url, 302, ProbeFailure.None, Sample.Loopback), new ProbeHop(finalUrl, status, ProbeFailure.None, Sample.Loopback)],
        Page = page,
    };

    private static PageBaseline Was(string finalUrl = Url, PageSight? page = null) => PageBaseline.Of(At(finalUrl, page), null)!;

    private static string Words(string stem) => string.Join(' ', Enumerable.Range('a', 26).SelectMany(first => Enumerable.Range('a', 3).Select(second => $"{stem}{(char)first}{(char)second}")));

    [Theory]
    [InlineData(Url, "https://a.example/", Notes.Soft404)]
    [InlineData(Url, "https://www.a.example/", Notes.Soft404)]
    [InlineData(Url, "https://a.example/?from=spring", null)]
    [InlineData(Url, "https://a.example/sale", null)]
    [InlineData("https://a.example/", "https://a.example/", null)]
    [InlineData(Url, "https://b.example/sale/spring", Notes.Drifted)]
    [InlineData(Url, "https://b.example/", Notes.Drifted)]
    [InlineData(Url, "https://WWW.a.example/sale/spring", null)]
    [InlineData("http://a.example/sale/spring", "https://a.example/sale/spring", null)]
    public void Where_a_page_leads_is_compared_with_where_it_led_at_first(string then, string now, string? doubt) => PageDoubt.Of(At(now), Was(then)).ShouldBe(doubt);

    [Fact]
    public void First_look_doubts_only_what_the_page_says_itself()
    {
        PageDoubt.Of(At("https://b.example/"), null).ShouldBeNull();
        PageDoubt.Of(At(Url, Page("Page not found")), null).ShouldBe(Notes.Soft404);
    }

    [Fact]
    public void What_is_doubted_is_never_what_others_are_compared_with()
    {
        PageBaseline.Of(At(Url), Notes.Soft404).ShouldBeNull();
        PageBaseline.Of(At(Url, status: 404), null).ShouldBeNull();
        PageBaseline.Of(At(Url) with { BotWall = true }, null).ShouldBeNull();
    }

    [Fact]
    public void Page_with_nothing_in_common_has_drifted_and_a_page_that_changed_has_not()
    {
        var was = Was(page: Page("Shoes", Words("shoes")));
        PageDoubt.Of(At(Url, Page("Casino", Words("casino"))), was).ShouldBe(Notes.Drifted);
        PageDoubt.Of(At(Url, Page("Shoes in spring", Words("shoes") + " spring")), was).ShouldBeNull();
        PageDoubt.Of(At(Url, Page("Shoes", Words("casino"))), was).ShouldBeNull();
        PageDoubt.Of(At(Url, Page("Maintenance", "We are back soon.")), was).ShouldBeNull();
    }

    [Fact]
    public void Failures_and_walls_are_not_doubted()
    {
        PageDoubt.Of(Sample.Fail(Url), Was()).ShouldBeNull();
        PageDoubt.Of(At(Url, Page("404"), status: 404), Was()).ShouldBeNull();
        PageDoubt.Of(At("https://b.example/") with { BotWall = true }, Was()).ShouldBeNull();
    }

    [Fact]
    public void Mark_of_a_parked_page_goes_before_all_else() =>
        PageDoubt.Of(At(Url, Page("404", "<a href='https://sedo.com/search/details/?domain=a.example'>")) with { IsParked = true }, Was()).ShouldBe(Notes.Parked);

    [Fact]
    public void Sketch_is_that_of_the_page_as_it_is_where_its_title_is_another_than_at_first()
    {
        static PageSight See(string body, PageSight? known) => PageSight.Of(Encoding.UTF8.GetBytes($"<title>New</title><p>{body}</p>"), null, known, "Old", ParkedDomains.Default);
        var shell = See("Loading", null);
        var page = See(Words("shoes"), shell);
        page.Sketch.Likeness(page.Sketch).ShouldBe(1);
    }

    [Fact]
    public void Page_that_stays_the_same_is_read_once()
    {
        var bytes = Encoding.UTF8.GetBytes("<title>Shoes</title>");
        var first = PageSight.Of(bytes, null, null, null, ParkedDomains.Default);
        PageSight.Of(bytes, null, first, null, ParkedDomains.Default).ShouldBeSameAs(first);
    }
}
