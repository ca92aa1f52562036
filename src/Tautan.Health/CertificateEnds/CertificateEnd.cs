using System.Globalization;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Events;

namespace Tautan.Health.CertificateEnds;

/// <summary>A certificate was seen that ends soon.</summary>
/// <param name="Origin">Of the URL that was probed.</param>
/// <param name="Workspace">Of that origin; null: it is every workspace's.</param>
/// <param name="Subject">The origin (<c>https://a.example:443</c>).</param>
/// <param name="Server">Who showed the certificate, <c>host:port</c>.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="EndsAt">Its last second.</param>
/// <param name="Days">Of <see cref="Thresholds"/>: it ends within so many.</param>
/// <param name="At">When it was seen. By the clock on the wall.</param>
internal sealed record CertificateEnd(
    FeedKey Origin, Guid? Workspace, string Subject, string Server, string Issuer, DateTimeOffset EndsAt, int Days, DateTimeOffset At)
{
    /// <summary>In days: each is told once.</summary>
    public static readonly IReadOnlyList<int> Thresholds = [1, 3, 7, 14];

    /// <summary>The smallest threshold that was reached; null: it does not end soon, or has ended.</summary>
    public static int? DaysOf(TimeSpan left) =>
        left <= TimeSpan.Zero || left.TotalDays > Thresholds[^1] ? null : Thresholds.First(days => left.TotalDays <= days);

    /// <summary>Whether there is more to tell than what was told. Servers behind one name may show certificates in turn: of those that end at about the same time one is enough.</summary>
    /// <param name="toldEndsAt">The end of what was told.</param>
    /// <param name="toldDays">Its threshold.</param>
    /// <param name="days">The threshold now.</param>
    /// <param name="at">Now.</param>
    public static bool IsNews(DateTimeOffset toldEndsAt, int toldDays, int days, DateTimeOffset at) => days < toldDays || toldEndsAt <= at;

    public HealthEvent ToEvent() => new()
    {
        Kind = EventKinds.Certificate,
        At = At,
        Key = Origin,
        Workspace = Workspace,
        Subject = Subject,
        Note = Notes.CertificateEnds,
        Detail = string.Create(CultureInfo.InvariantCulture, $"The certificate of {Server}, issued by {Issuer}, ends within {Days} {(Days == 1 ? "day" : "days")}, at {EndsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
    };
}
