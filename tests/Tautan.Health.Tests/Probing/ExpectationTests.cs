using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.Probing;
using Tautan.Platform.Urls;

namespace Tautan.Health.Tests.Probing;

public sealed class ExpectationTests
{
    [Theory]
    [InlineData(null, 200, null)]
    [InlineData(null, 404, Reasons.HttpStatus)]
    [InlineData("200", 200, null)]
    [InlineData("200", 204, Reasons.UnexpectedStatus)]
    [InlineData("404", 404, null)]
    [InlineData("404", 200, Reasons.UnexpectedStatus)]
    [InlineData("2xx", 403, Reasons.UnexpectedStatus)]
    [InlineData("2xx", 429, Reasons.UnexpectedStatus)]
    [InlineData("2xx,500-599", 503, null)]
    public void The_status_is_judged_by_what_was_expected(string? expected, int status, string? reason) =>
        Expect(expected).Judge(Answer(status)).ShouldBe(reason is null ? Judgement.Ok : Judgement.Failure(reason));

    [Fact]
    public void An_expected_status_has_no_note() => Expect("403").Judge(Answer(403)).ShouldBe(Judgement.Ok);

    [Theory]
    [InlineData("Welcome", null, "Welcome!", null)]
    [InlineData("Welcome", null, "welcome!", Reasons.TextMissing)]
    [InlineData("Welcome", null, "", Reasons.TextMissing)]
    [InlineData("Welcome", null, null, Reasons.TextMissing)]
    [InlineData(null, "Error", "No Error here", Reasons.TextForbidden)]
    [InlineData(null, "Error", "All is well", null)]
    [InlineData(null, "Error", null, null)]
    [InlineData("Welcome", "Error", "Welcome to the Error", Reasons.TextForbidden)]
    [InlineData("grüß 🎉", null, "…grüß 🎉…", null)]
    public void The_text_is_compared_to_the_letter(string? must, string? mustNot, string? body, string? reason) =>
        Expect(null, must, mustNot).Judge(Answer(200) with { Body = body }).ShouldBe(reason is null ? Judgement.Ok : Judgement.Failure(reason));

    [Theory]
    [InlineData(403, Notes.Restricted)]
    [InlineData(429, Notes.RateLimited)]
    public void Behind_a_wall_the_text_is_not_judged(int status, string note) =>
        Expect(null, "Welcome", "Go away").Judge(Answer(status) with { Body = "Go away" }).ShouldBe(Judgement.OkWith(note));

    [Fact]
    public void A_wall_that_was_expected_has_its_text_judged() =>
        Expect("403", "Members only").Judge(Answer(403) with { Body = "Go away" }).ShouldBe(Judgement.Failure(Reasons.TextMissing));

    [Fact]
    public void What_is_not_public_is_no_failure() =>
        Expect("200").Judge(Failed(ProbeFailure.NotPublic, Reasons.NotPublic)).ShouldBe(Judgement.NotPublic(Reasons.NotPublic));

    [Theory]
    [InlineData(ProbeFailure.Dns, Reasons.DnsFailure)]
    [InlineData(ProbeFailure.Connect, Reasons.Refused)]
    [InlineData(ProbeFailure.FirstByte, Reasons.Timeout)]
    [InlineData(ProbeFailure.Redirect, Reasons.RedirectLoop)]
    public void What_went_wrong_on_the_way_is_the_reason(object failure, string reason)
    {
        Expectation.Default.Judge(Failed((ProbeFailure)failure, reason)).ShouldBe(Judgement.Failure(reason));
        Expect("100-999").Judge(Failed((ProbeFailure)failure, reason)).ShouldBe(Judgement.Failure(reason));
    }

    [Fact]
    public void A_body_that_ended_early_is_a_failure_although_the_status_is_right() =>
        Expect("200").Judge(Failed(ProbeFailure.Body, Reasons.BodyEndedEarly) with { Status = 200 }).ShouldBe(Judgement.Failure(Reasons.BodyEndedEarly));

    [Fact]
    public void Who_expects_a_redirect_means_the_URLs_own_answer()
    {
        var deadEnd = Failed(ProbeFailure.Dns, Reasons.DnsFailure) with { Hops = [Hop(301), Hop(null)] };

        Expect("301").Judge(deadEnd).ShouldBe(Judgement.Ok);
        Expect("200").Judge(deadEnd).ShouldBe(Judgement.Failure(Reasons.DnsFailure));
        Expect("200,301-302").Judge(Answer(200) with { Hops = [Hop(302), Hop(200)] }).ShouldBe(Judgement.Ok);
        Expect("301").Judge(Answer(200) with { Hops = [Hop(302), Hop(200)] }).ShouldBe(Judgement.Failure(Reasons.UnexpectedStatus));
        Expect("301").Judge(Answer(200)).ShouldBe(Judgement.Failure(Reasons.UnexpectedStatus));
    }

    [Fact]
    public void A_redirect_and_a_text_are_expected_together()
    {
        var followed = Answer(200) with { Hops = [Hop(301), Hop(200)], Body = "Welcome" };

        Expect("301", "Welcome").Judge(followed).ShouldBe(Judgement.Ok);
        Expect("301", "Goodbye").Judge(followed).ShouldBe(Judgement.Failure(Reasons.TextMissing));
    }

    [Fact]
    public void A_links_settings_become_its_expectation()
    {
        var full = Expectation.Of(new HealthRecord { ExpectedStatus = "200,301-302", MustContain = "a", MustNotContain = "b" });
        var empty = Expectation.Of(new HealthRecord());
        var unreadable = Expectation.Of(new HealthRecord { ExpectedStatus = "whatever" });

        (full.Status!.ToString(), full.MustContain, full.MustNotContain, full.NeedsBody).ShouldBe(("200,301-302", "a", "b", true));
        empty.ShouldBe(Expectation.Default);
        unreadable.ShouldBe(Expectation.Default);
    }

    private static Expectation Expect(string? status, string? must = null, string? mustNot = null)
    {
        if (status is null) return new Expectation(null, must, mustNot);
        StatusRanges.TryParse(status, out var ranges, out var error).ShouldBeTrue(error);
        return new Expectation(ranges, must, mustNot);
    }

    private static ProbeResult Answer(int status) => new()
    {
        Url = "http://site.test/",
        At = DateTimeOffset.UnixEpoch,
        Hops = [Hop(status)],
        Status = status,
        Timings = new ProbeTimings(null, 1, null, 1, 2),
    };

    private static ProbeResult Failed(ProbeFailure failure, string reason) =>
        Answer(200) with { Status = null, Failure = failure, Reason = reason, Hops = [new ProbeHop("http://site.test/", null, failure, null)] };

    private static ProbeHop Hop(int? status) => new("http://site.test/", status, ProbeFailure.None, null);
}
