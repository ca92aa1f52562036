using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Links.Feed;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Creating;

/// <summary>The slugs that works of one group have taken and that no query can see yet.</summary>
internal sealed class SlugClaims
{
    public HashSet<(Guid Domain, string Slug)> Taken { get; } = [];
}

/// <summary>Writes new links. The feed's lock is held, so that what a query says of a slug stays true until the commit.</summary>
internal static class LinkWriter
{
    private const int TriesALength = 4;

    /// <summary>Adds links; one whose slug is taken is null in the answer, and its neighbours are not touched.</summary>
    public static async Task<IReadOnlyList<Link?>> AddAsync(
        WriteContext<LinksDb> context, Guid workspace, IReadOnlyList<LinkSpec> specs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claims = context.Shared<SlugClaims>().Taken;
        var links = new Link?[specs.Count];
        var pending = Enumerable.Range(0, specs.Count).ToList();
        for (var attempt = 0; pending.Count != 0; attempt++)
        {
            var slugs = pending.Select(i => specs[i].Slug ?? SlugGenerator.Next(SlugLength(attempt))).ToList();
            var taken = await TakenAsync(context.Db, specs[pending[0]].DomainId, slugs, cancellationToken);
            var again = new List<int>();
            for (var n = 0; n < pending.Count; n++)
            {
                var spec = specs[pending[n]];
                if (!taken.Contains(slugs[n]) && claims.Add((spec.DomainId, slugs[n])))
                    links[pending[n]] = Add(context, workspace, spec, slugs[n], now);
                else if (spec.Slug is null)
                    again.Add(pending[n]);
            }

            pending = again;
        }

        return links;
    }

    /// <summary>Sets everything that a spec says, and tells the feed.</summary>
    public static void Write(WriteContext<LinksDb> context, Link link, LinkSpec spec, DateTimeOffset now)
    {
        link.Title = spec.Title;
        link.RedirectStatus = spec.RedirectStatus;
        link.ForwardQuery = spec.ForwardQuery;
        link.StartsAt = spec.StartsAt;
        link.ExpiresAt = spec.ExpiresAt;
        link.Enabled = spec.Enabled;
        link.Archived = spec.Archived;
        link.FallbackUrl = spec.FallbackUrl;
        link.Health = spec.Health;
        link.UpdatedAt = now.ToStored();
        WriteDestinations(context.Db, link, spec);
        WriteTags(context.Db, link, spec);
        link.Revision = context.Feed.Put(LinkFeedKeys.Link(link.Id), link.ToRecord());
    }

    public static async Task<HashSet<string>> TakenAsync(LinksDb db, Guid domain, List<string> slugs, CancellationToken cancellationToken) =>
        slugs.Count == 1
            ? await db.Links.AnyAsync(link => link.DomainId == domain && link.SlugKey == slugs[0], cancellationToken) ? [slugs[0]] : []
            : await db.Links.Where(link => link.DomainId == domain && slugs.Contains(link.SlugKey)).Select(link => link.SlugKey).ToHashSetAsync(cancellationToken);

    private static int SlugLength(int attempt) => 7 + (attempt / TriesALength);

    private static Link Add(WriteContext<LinksDb> context, Guid workspace, LinkSpec spec, string slug, DateTimeOffset now)
    {
        var link = new Link
        {
            Id = Guid.CreateVersion7(now),
            WorkspaceId = workspace,
            DomainId = spec.DomainId,
            Slug = slug,
            SlugKey = slug,
            CreatedAt = now.ToStored(),
        };
        Write(context, link, spec, now);
        context.Db.Links.Add(link);
        return link;
    }

    private static void WriteDestinations(LinksDb db, Link link, LinkSpec spec)
    {
        var health = spec.Health.ToRecord();
        var old = link.Destinations.ToList();
        link.Destinations.Clear();
        for (var position = 0; position < spec.Urls.Count; position++)
        {
            var url = spec.Urls[position];
            var origin = VerdictFeedKeys.OriginOf(url);
            var destination = old.Find(candidate => candidate.Url == url);
            if (destination is not null)
                old.Remove(destination);
            else
                destination = new Destination { Id = Guid.CreateVersion7(), WorkspaceId = link.WorkspaceId, LinkId = link.Id, Url = url, TargetKey = [], PublicOriginKey = [], PrivateOriginKey = [] };
            destination.Position = position;
            destination.TargetKey = VerdictFeedKeys.Target(link.WorkspaceId, link.Id, url, health).ToArray();
            destination.PublicOriginKey = VerdictFeedKeys.PublicOrigin(origin).ToArray();
            destination.PrivateOriginKey = VerdictFeedKeys.PrivateOrigin(link.WorkspaceId, origin).ToArray();
            link.Destinations.Add(destination);
            if (db.Entry(link).State != EntityState.Detached && db.Entry(destination).State == EntityState.Detached)
                db.Add(destination);
        }

        foreach (var gone in old.Where(gone => db.Entry(gone).State is not EntityState.Detached))
            db.Remove(gone);
    }

    private static void WriteTags(LinksDb db, Link link, LinkSpec spec)
    {
        foreach (var gone in link.Tags.Where(tag => !spec.Tags.Contains(tag.Tag)).ToList())
        {
            link.Tags.Remove(gone);
            if (db.Entry(gone).State is not EntityState.Detached)
                db.Remove(gone);
        }

        foreach (var name in spec.Tags.Where(name => link.Tags.All(tag => tag.Tag != name)))
            link.Tags.Add(new LinkTag { LinkId = link.Id, WorkspaceId = link.WorkspaceId, Tag = name });
    }
}
