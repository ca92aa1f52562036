using Tautan.Contracts.Health;

namespace Tautan.Health.Probing;

/// <summary>What a status means where nobody said what to expect.</summary>
internal static class StatusRules
{
    private static readonly Judgement Restricted = Judgement.OkWith(Notes.Restricted);

    public static Judgement Judge(int status, bool botWall) => status switch
    {
        _ when botWall => Restricted,
        >= 200 and <= 299 => Judgement.Ok,
        >= 300 and <= 399 => Judgement.Failure(Reasons.BadRedirect),

        // Gone, or asked wrongly in a way that a visitor's browser would ask as well.
        404 or 408 or 410 or 421 or 425 => Judgement.Failure(Reasons.HttpStatus),
        429 => Judgement.OkWith(Notes.RateLimited),
        >= 400 and <= 499 => Restricted,

        // What LinkedIn and others answer to robots.
        999 => Restricted,
        _ => Judgement.Failure(Reasons.HttpStatus),
    };
}
