using System.Collections.Concurrent;
using Tautan.Contracts.Feeds;
using Tautan.Health.Scheduling;

namespace Tautan.Health.CertificateEnds;

/// <summary>Remembers what this process has told of certificates that end soon, so that the database is not asked by each probe.</summary>
internal sealed class CertificateBook
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<(FeedKey Origin, string Server), (DateTimeOffset EndsAt, int Days)> _told = new();

    /// <summary>What a probe has to tell; null: nothing that was not told.</summary>
    public CertificateEnd? Read(ProbeRun run)
    {
        if (run.Result.Certificate is not { } certificate) return null;
        var at = run.EndedAt.Wall;
        if (CertificateEnd.DaysOf(certificate.EndsAt - at) is not { } days) return null;

        // Where a URL redirects to is not for all who have links at its origin to know.
        var origin = run.Probe.Origin;
        if (!origin.Name.EndsWith($"://{certificate.Server}", StringComparison.OrdinalIgnoreCase)) return null;
        if (_told.TryGetValue((origin.Key, certificate.Server), out var told) && !CertificateEnd.IsNews(told.EndsAt, told.Days, days, at)) return null;
        return new CertificateEnd(origin.Key, origin.Workspace, origin.Name, certificate.Server, certificate.Issuer, certificate.EndsAt, days, at);
    }

    /// <summary>It is written.</summary>
    public void Told(CertificateEnd end)
    {
        if (_told.Count >= Most) _told.Clear();
        _told[(end.Origin, end.Server)] = (end.EndsAt, end.Days);
    }
}
