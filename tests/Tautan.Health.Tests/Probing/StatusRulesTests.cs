using Tautan.Contracts.Health;
using Tautan.Health.Probing;

namespace Tautan.Health.Tests.Probing;

public sealed class StatusRulesTests
{
    [Theory]
    [InlineData(200), InlineData(201), InlineData(204), InlineData(206), InlineData(299)]
    public void A_success_is_ok(int status) => StatusRules.Judge(status, false).ShouldBe(Judgement.Ok);

    [Theory]
    [InlineData(400), InlineData(401), InlineData(402), InlineData(403), InlineData(405), InlineData(406), InlineData(407), InlineData(409)]
    [InlineData(418), InlineData(422), InlineData(431), InlineData(451), InlineData(499), InlineData(999)]
    public void An_answer_that_is_not_for_us_is_ok_with_a_note(int status) =>
        StatusRules.Judge(status, false).ShouldBe(new Judgement(JudgementKind.Ok, null, Notes.Restricted));

    [Fact]
    public void Too_many_requests_speak_of_us_and_not_of_the_page() =>
        StatusRules.Judge(429, false).ShouldBe(new Judgement(JudgementKind.Ok, null, Notes.RateLimited));

    [Theory]
    [InlineData(100), InlineData(101), InlineData(404), InlineData(408), InlineData(410), InlineData(421), InlineData(425)]
    [InlineData(500), InlineData(502), InlineData(503), InlineData(504), InlineData(520), InlineData(599), InlineData(600), InlineData(998)]
    public void What_a_visitor_could_not_use_is_a_failure(int status) =>
        StatusRules.Judge(status, false).ShouldBe(new Judgement(JudgementKind.Failure, Reasons.HttpStatus, null));

    [Theory]
    [InlineData(300), InlineData(302), InlineData(304), InlineData(305), InlineData(399)]
    public void A_redirect_that_was_not_followed_leads_nowhere(int status) =>
        StatusRules.Judge(status, false).ShouldBe(new Judgement(JudgementKind.Failure, Reasons.BadRedirect, null));

    [Theory]
    [InlineData(403), InlineData(503), InlineData(429), InlineData(200)]
    public void A_bot_wall_is_ok_with_a_note(int status) => StatusRules.Judge(status, true).Note.ShouldBe(Notes.Restricted);
}
