using Tautan.Health.Checks;
using Tautan.Health.History;

namespace Tautan.Health.Validating;

/// <summary>What was found out about a URL.</summary>
/// <param name="Url">As given.</param>
/// <param name="Valid">It may be a link's destination.</param>
/// <param name="Error">What is wrong with it; null where it is valid.</param>
/// <param name="Normalized">As it is sent to visitors; null where it is not valid.</param>
/// <param name="Links">The links of this workspace that lead there already; at most 20.</param>
/// <param name="Probe">What one probe said; null where none was made.</param>
internal sealed record ValidatedUrl(string Url, bool Valid, string? Error, string? Normalized, IReadOnlyList<ShortenedAs> Links, ValidationProbe? Probe);

/// <summary>A link that leads to a URL.</summary>
internal sealed record ShortenedAs(Guid Id, string Slug);

/// <summary>What one probe said, by the rules for links without expectations.</summary>
/// <param name="Ok">It is up.</param>
/// <param name="Reason">Of <c>Reasons</c>.</param>
/// <param name="Note">Of <c>Notes</c>.</param>
/// <param name="Detail">For people.</param>
/// <param name="Status">Of the last answer.</param>
/// <param name="Hops">The requests, where it was redirected.</param>
/// <param name="TimingsMs">In milliseconds.</param>
internal sealed record ValidationProbe(bool Ok, string? Reason, string? Note, string? Detail, int? Status, IReadOnlyList<CheckHop> Hops, TimingsView TimingsMs);
