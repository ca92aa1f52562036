namespace Tautan.Health.Overview;

/// <summary>How all links of a workspace are.</summary>
/// <param name="At">When this was so.</param>
/// <param name="Links">How many links are what.</param>
/// <param name="FailedOver">How many links serve another destination than their first, or their fallback.</param>
/// <param name="Destinations">How many destinations are what; one that several links have in common counts once.</param>
/// <param name="Worst">Links that are down, then those that failed over; of each the longest first. At most 20.</param>
/// <param name="BlindIn">The networks in which nothing can be seen from here, so that verdicts stand still; <c>public</c> is the internet.</param>
internal sealed record OverviewView(
    DateTimeOffset At, VerdictCounts Links, int FailedOver, VerdictCounts Destinations, IReadOnlyList<WorstLink> Worst, IReadOnlyList<string> BlindIn);

/// <summary>A link that is not well.</summary>
/// <param name="Id">The link's.</param>
/// <param name="Url">Its first destination's.</param>
/// <param name="Verdict">The link's.</param>
/// <param name="FailedOver">Something else than the first destination serves.</param>
/// <param name="Reason">Of <c>Reasons</c>: that of the first destination.</param>
/// <param name="Note">Of <c>Notes</c>: that of the first destination.</param>
/// <param name="Since">Since when the first destination is down.</param>
internal sealed record WorstLink(Guid Id, string Url, string Verdict, bool FailedOver, string? Reason, string? Note, DateTimeOffset? Since);
