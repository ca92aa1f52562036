using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Redirecting;

/// <summary>From host, path and method to what is answered. Reads memory, and nothing else.</summary>
internal sealed class Resolver(LinkTable table)
{
    private const int MaxSlugBytes = 512;

    /// <summary>Resolves a request.</summary>
    /// <param name="host">The <c>Host</c> header.</param>
    /// <param name="target">The request target.</param>
    /// <param name="method">The method.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Resolution Resolve(ReadOnlySpan<char> host, RequestTarget target, string method, long now)
    {
        Span<byte> buffer = stackalloc byte[256];
        var isPath = SlugDecoder.TryDecode(target.Path, buffer, out var slug);
        return Resolution.Of(Find(host, isPath, slug, target.Query, method, now));
    }

    /// <summary>Resolves a request whose path is decoded.</summary>
    /// <param name="host">The <c>Host</c> header.</param>
    /// <param name="isPath">False: no link can have this path.</param>
    /// <param name="slug">UTF-8, in normalization form C, without the slashes around it.</param>
    /// <param name="query">As it came, without its question mark.</param>
    /// <param name="method">The method.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    public Outcome Find(ReadOnlySpan<char> host, bool isPath, ReadOnlySpan<byte> slug, ReadOnlySpan<char> query, string method, long now)
    {
        while (true)
        {
            var entered = table.Enter();
            var outcome = Find(entered, table.Domains.Find(host), isPath, slug, query, method, now);
            if (table.IsStill(entered))
                return outcome;
        }
    }

    private Outcome Find(
        long entered, DomainRow domain, bool isPath, ReadOnlySpan<byte> slug, ReadOnlySpan<char> query, string method, long now)
    {
        if (!isPath)
            return Page(domain, ClickKind.Unknown, StatusCodes.Status404NotFound, null, method);
        if (slug.IsEmpty)
            return Page(domain, ClickKind.Base, StatusCodes.Status404NotFound, domain.BaseUrl, method);
        if (TryFindExactly(entered, domain, slug, out var row))
            return Choose(domain, row, default, query, method, now);
        if (SlugEnding.Split(slug, out var bare) is not ClickKind.Redirect and var kind && TryFindExactly(entered, domain, bare, out row))
            return Show(Choose(domain, row, default, default, method, now), kind, method);
        return TryFindLongest(entered, domain, slug, out row, out var suffix)
            ? Choose(domain, row, suffix, query, method, now)
            : Page(domain, ClickKind.Unknown, StatusCodes.Status404NotFound, domain.UnknownUrl, method);
    }

    private bool TryFindExactly(long entered, DomainRow domain, ReadOnlySpan<byte> slug, out LinkRow row)
    {
        row = default;
        return slug.Length <= MaxSlugBytes && table.TryFind(entered, domain, slug, out row);
    }

    // The longest slug that what follows may be put behind.
    private bool TryFindLongest(long entered, DomainRow domain, ReadOnlySpan<byte> slug, out LinkRow row, out ReadOnlySpan<byte> suffix)
    {
        suffix = default;
        for (var end = slug.LastIndexOf((byte)'/'); end > 0; end = slug[..end].LastIndexOf((byte)'/'))
        {
            if (!TryFindExactly(entered, domain, slug[..end], out row) || !TakesSuffix(row, domain))
                continue;
            suffix = slug[(end + 1)..];
            return !HasDotSegment(suffix);
        }

        row = default;
        return false;
    }

    private Outcome Choose(DomainRow domain, scoped in LinkRow row, ReadOnlySpan<byte> suffix, ReadOnlySpan<char> query, string method, long now)
    {
        var flags = row.Flags;
        if (!flags.HasFlag(LinkFlags.Enabled) || now < row.StartsAt)
            return Page(domain, ClickKind.Unknown, StatusCodes.Status404NotFound, domain.UnknownUrl, method);
        var outcome = new Outcome { Kind = ClickKind.Redirect, Domain = domain.Id, Workspace = table.WorkspaceOf(row), Link = row.Id };
        if (now >= row.ExpiresAt)
        {
            var page = Page(domain, ClickKind.Expired, StatusCodes.Status410Gone, domain.ExpiredUrl, method);
            return page with { Workspace = outcome.Workspace, Link = outcome.Link };
        }

        if (!Methods.IsAnswered(method, row.RedirectStatus))
            return outcome with { Status = StatusCodes.Status405MethodNotAllowed, Allow = Methods.AllowOf(row.RedirectStatus) };
        if (!flags.HasFlag(LinkFlags.ForwardQuery))
            query = default;
        if (TryChoose(row, out var chosen))
        {
            return table.Origins[chosen.Origin] is { } origin
                ? outcome with
                {
                    Status = row.RedirectStatus,
                    Location = new Location(origin.Prefix, chosen.Rest, suffix, query),
                    Destination = chosen.Id,
                    IsFailedOver = chosen.Index != 0,
                }
                : default;
        }

        return flags.HasFlag(LinkFlags.Fallback)
            ? outcome with { Status = row.RedirectStatus, Location = new Location("", row.Fallback, suffix, query), IsFailedOver = true }
            : Page(domain, ClickKind.Unknown, StatusCodes.Status404NotFound, domain.UnknownUrl, method);
    }

    // What does not redirect is not shown either, and is answered as it would be without its ending.
    private static Outcome Show(Outcome outcome, ClickKind kind, string method)
    {
        if (outcome.Location.IsNone || outcome.Kind != ClickKind.Redirect)
            return outcome;
        var shown = outcome with { Location = default, Destination = Guid.Empty, IsFailedOver = false };
        return Methods.IsRead(method)
            ? shown with { Kind = kind, Status = StatusCodes.Status200OK }
            : shown with { Status = StatusCodes.Status405MethodNotAllowed, Allow = Methods.AllowForGet };
    }

    // The first that is not down; else none where there is a fallback, and the first where there is not.
    private bool TryChoose(scoped in LinkRow row, out DestinationCursor chosen)
    {
        chosen = row.Destinations();
        var hasFirst = chosen.MoveNext();
        var first = chosen;
        if (table.Verdicts.Count == 0 || row.Flags.HasFlag(LinkFlags.Unwatched))
            return hasFirst;
        for (var isAny = hasFirst; isAny; isAny = chosen.MoveNext())
        {
            if (!IsDown(chosen))
                return true;
        }

        chosen = first;
        return hasFirst && !row.Flags.HasFlag(LinkFlags.Fallback);
    }

    private bool IsDown(scoped in DestinationCursor destination) =>
        table.Verdicts.IsDown(destination.Target)
        || (table.Origins[destination.Origin] is { } origin
            && (table.Verdicts.IsDown(origin.PublicKey) || table.Verdicts.IsDown(origin.PrivateKey)));

    private static Outcome Page(DomainRow domain, ClickKind kind, int status, string? location, string method) => new()
    {
        Kind = kind,
        Domain = domain.Id,
        Location = Methods.IsRead(method) ? new Location(location) : default,
        Status = Methods.IsRead(method) && location is not null ? StatusCodes.Status302Found : status,
    };

    private static bool TakesSuffix(in LinkRow row, DomainRow domain) =>
        row.Flags.HasFlag(LinkFlags.PathSuffixSet) ? row.Flags.HasFlag(LinkFlags.PathSuffix) : domain.PathSuffix;

    // A visitor must not climb out of the path that the link's owner chose.
    private static bool HasDotSegment(ReadOnlySpan<byte> suffix)
    {
        foreach (var segment in suffix.Split((byte)'/'))
        {
            if (suffix[segment] is [(byte)'.'] or [(byte)'.', (byte)'.'])
                return true;
        }

        return false;
    }
}
