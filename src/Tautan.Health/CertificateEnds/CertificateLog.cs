using Microsoft.EntityFrameworkCore;
using Tautan.Health.Events;

namespace Tautan.Health.CertificateEnds;

/// <summary>Writes which ends of certificates are told, each threshold once, whichever process sees it.</summary>
internal static class CertificateLog
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Adds to <paramref name="events"/> what was not told before.</summary>
    public static async Task WriteAsync(HealthDb db, IReadOnlyCollection<CertificateEnd> ends, List<HealthEvent> events, CancellationToken cancellationToken)
    {
        foreach (var end in ends)
        {
            var row = await db.Certificates.FindAsync([end.Origin.ToGuid(), end.Server], cancellationToken);
            if (row is not null && !CertificateEnd.IsNews(row.EndsAt, row.Days, end.Days, end.At)) continue;
            if (row is null)
            {
                var old = end.At - Kept;
                await db.Certificates.Where(other => other.EndsAt < old).ExecuteDeleteAsync(cancellationToken);
                db.Certificates.Add(row = new CertificateRow { OriginKey = end.Origin.ToGuid(), Server = end.Server });
            }

            (row.EndsAt, row.Days) = (end.EndsAt, end.Days);
            events.Add(end.ToEvent());
        }
    }
}
