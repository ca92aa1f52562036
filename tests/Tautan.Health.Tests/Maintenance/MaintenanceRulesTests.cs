using Tautan.Health.Maintenance;

namespace Tautan.Health.Tests.Maintenance;

public sealed class MaintenanceRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OnceRequest Once = new() { StartsAt = Noon, EndsAt = Noon.AddHours(1) };
    private static readonly WeeklyRequest Weekly = new() { Days = ["monday", "sunday"], From = "22:15", Minutes = 90, TimeZone = "Europe/Berlin" };
    private static readonly MaintenanceRequest Valid = new() { Name = "Deploy", Tag = "shop", Once = Once };

    private static Dictionary<string, string[]>.KeyCollection Wrong(MaintenanceRequest request)
    {
        MaintenanceRules.Check(request, new MaintenanceRow(), out var errors);
        return errors.Keys;
    }

    [Fact]
    public void What_is_taken_is_shown_as_it_was_asked_for()
    {
        var row = new MaintenanceRow();
        MaintenanceRules.Check(new MaintenanceRequest { Name = "Déploiement 🚀", Links = [Guid.Empty.ToString()], Origin = "HTTPS://A.example/", Weekly = Weekly }, row, out var errors);
        errors.ShouldBeEmpty();
        var view = MaintenanceView.Of(row, Noon);
        view.Links.ShouldBe([Guid.Empty.ToString()]);
        view.Origin.ShouldBe("https://a.example:443");
        view.Once.ShouldBeNull();
        view.Weekly!.Days.ShouldBe(["sunday", "monday"]);
        (view.Weekly.From, view.Weekly.Minutes, view.Weekly.TimeZone).ShouldBe(("22:15", 90, "Europe/Berlin"));
    }

    [Fact]
    public void Each_wrong_field_is_named()
    {
        Wrong(Valid).ShouldBeEmpty();
        Wrong(Valid with { Name = null }).ShouldBe(["name"]);
        Wrong(Valid with { Name = new string('x', 201) }).ShouldBe(["name"]);
        Wrong(Valid with { Name = "a\0b" }).ShouldBe(["name"]);
        Wrong(Valid with { Tag = null }).ShouldBe(["links"]);
        Wrong(Valid with { Tag = "" }).ShouldBe(["tag"]);
        Wrong(Valid with { Links = [Guid.Empty.ToString(), "x"] }).ShouldBe(["links[1]"]);
        Wrong(Valid with { Links = [.. Enumerable.Repeat(Guid.Empty.ToString(), 1001)] }).ShouldBe(["links"]);
        Wrong(Valid with { Origin = "a.example" }).ShouldBe(["origin"]);
        Wrong(Valid with { Once = null }).ShouldBe(["once"]);
        Wrong(Valid with { Weekly = Weekly }).ShouldBe(["once"]);
        Wrong(Valid with { Once = new OnceRequest() }).ShouldBe(["once.startsAt", "once.endsAt"]);
        Wrong(Valid with { Once = Once with { EndsAt = Noon } }).ShouldBe(["once.endsAt"]);
        Wrong(Valid with { Once = Once with { EndsAt = Noon.AddDays(367) } }).ShouldBe(["once.endsAt"]);
    }

    [Theory]
    [InlineData("weekly.days", "someday", "22:00", 60, "UTC")]
    [InlineData("weekly.from", "monday", "24:00", 60, "UTC")]
    [InlineData("weekly.from", "monday", null, 60, "UTC")]
    [InlineData("weekly.minutes", "monday", "22:00", 0, "UTC")]
    [InlineData("weekly.minutes", "monday", "22:00", 1441, "UTC")]
    [InlineData("weekly.timeZone", "monday", "22:00", 60, "Mars/Olympus")]
    [InlineData("weekly.timeZone", "monday", "22:00", 60, "../../../etc/passwd")]
    [InlineData("weekly.timeZone", "monday", "22:00", 60, "")]
    public void Each_wrong_field_of_a_weekly_window_is_named(string field, string day, string? from, int minutes, string zone) =>
        Wrong(Valid with { Once = null, Weekly = new WeeklyRequest { Days = [day], From = from, Minutes = minutes, TimeZone = zone } }).ShouldBe([field]);
}
