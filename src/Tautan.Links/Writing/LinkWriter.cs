using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Links.Creating;
using Tautan.Links.Feed;
using Tautan.Links.Pages;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;

namespace Tautan.Links.Writing;

/// <summary>Writes links. The feed's lock is held, so that what a query says of a slug stays true until the commit.</summary>
internal sealed class LinkWriter(TimeProvider time, SlugGrowth growth, KnownOrigins known)
{
    private const int TriesALength = 4;

    /// <summary>Adds links; one whose slug is taken is null in the answer, and its neighbours are not touched.</summary>
    public async Task<IReadOnlyList<Link?>> AddAsync(WriteContext<LinksDb> context, Guid workspace, IReadOnlyList<LinkSpec> specs, CancellationToken cancellationToken)
    {
        var links = new Link?[specs.Count];
        foreach (var domain in Enumerable.Range(0, specs.Count).GroupBy(i => specs[i].Domain.Id))
            await GiveSlugsAsync(context, workspace, specs, [.. domain], links, cancellationToken);

        var statements = LinkStatements.Of(context);
        statements.Known = known;
        var made = links.OfType<Link>().ToList();
        if (made.Count == 0)
            return links;
        var urls = made.SelectMany(link => link.Destinations).Select(destination => VerdictFeedKeys.OriginOf(destination.Url)).ToHashSet(StringComparer.Ordinal);
        var origins = await statements.OriginsAsync(workspace, urls);
        for (var i = 0; i < links.Length; i++)
        {
            if (links[i] is { } link)
                Finish(context, link, specs[i], origins);
        }

        await statements.InsertAsync(made);
        return links;
    }

    /// <summary>Sets everything that a spec says of a tracked link, tells the feed, and saves.</summary>
    public async Task WriteAsync(WriteContext<LinksDb> context, Link link, LinkSpec spec, CancellationToken cancellationToken)
    {
        var statements = LinkStatements.Of(context);
        if (link.Page is { } page && link.Destinations.Find(destination => destination is { Route: 0, Position: 0 })?.Url != spec.Urls[0])
            (page.Title, page.Description, page.FaviconUrl, page.ImageUrl, page.FetchedAt, page.Error) = (null, null, null, null, PageStore.Never, null);
        Set(link, spec);
        link.UpdatedAt = time.GetUtcNow().ToStored();
        var origins = await statements.OriginsAsync(link.WorkspaceId, spec.Urls.Select(VerdictFeedKeys.OriginOf).ToHashSet(StringComparer.Ordinal));
        WriteDestinations(context.Db, link, spec, origins);
        WriteTags(context.Db, link, spec.Tags);
        await SaveAsync(context, link, cancellationToken);
    }

    /// <summary>Saves a tracked link that was changed elsewhere than in its spec: its domain, its tags.</summary>
    public Task TouchAsync(WriteContext<LinksDb> context, Link link, CancellationToken cancellationToken)
    {
        link.UpdatedAt = time.GetUtcNow().ToStored();
        return SaveAsync(context, link, cancellationToken);
    }

    /// <summary>Tells the feed and the search what a tracked link has become, and saves it.</summary>
    public static async Task SaveAsync(WriteContext<LinksDb> context, Link link, CancellationToken cancellationToken)
    {
        link.Revision = context.Feed.Put(LinkFeedKeys.Link(link.Id), link.ToRecord());
        await context.Db.SaveChangesAsync(cancellationToken);
        await LinkStatements.Of(context).IndexAsync(link);
    }

    /// <summary>The form in which a slug is matched.</summary>
    public static string KeyOf(string slug, Domain domain) => domain.CaseSensitive ? slug : SlugFold.Fold(slug);

    public static void WriteTags(LinksDb db, Link link, IReadOnlyList<string> tags)
    {
        foreach (var gone in link.Tags.Where(tag => !tags.Contains(tag.Tag)).ToList())
        {
            link.Tags.Remove(gone);
            db.Remove(gone);
        }

        foreach (var name in tags.Where(name => link.Tags.All(tag => tag.Tag != name)).ToList())
            link.Tags.Add(new LinkTag { LinkNumber = link.Number, WorkspaceId = link.WorkspaceId, Tag = name });
    }

    private async Task GiveSlugsAsync(
        WriteContext<LinksDb> context, Guid workspace, IReadOnlyList<LinkSpec> specs, List<int> pending, Link?[] links, CancellationToken cancellationToken)
    {
        var domain = specs[pending[0]].Domain;
        var own = new HashSet<string>(StringComparer.Ordinal);
        if (LinkStatements.Of(context) is { ChecksLate: true } late && !context.IsAlone && pending.TrueForAll(i => specs[i].Slug is null))
        {
            foreach (var i in pending)
            {
                var slug = SlugGenerator.Next(Math.Max(domain.SlugLength, domain.GrownSlugLength));
                late.CheckLate(links[i] = New(workspace, specs[i], slug, KeyOf(slug, domain)));
            }

            return;
        }

        var length = Math.Max(domain.SlugLength, domain.GrownSlugLength);
        for (var attempt = 0; pending.Count != 0; attempt++)
        {
            var slugs = pending.Select(i => specs[i].Slug ?? SlugGenerator.Next(length + (attempt / TriesALength))).ToList();
            var keys = slugs.Select(slug => KeyOf(slug, domain)).ToList();
            var taken = await TakenSlugs.AmongAsync(context, workspace, domain.Id, keys);
            var again = new List<int>();
            for (var n = 0; n < pending.Count; n++)
            {
                if (!taken.Keys.Contains(keys[n]) && own.Add(keys[n]))
                    links[pending[n]] = New(workspace, specs[pending[n]], slugs[n], keys[n]);
                else if (specs[pending[n]].Slug is null)
                    again.Add(pending[n]);
            }

            if (pending.Count(i => specs[i].Slug is null) is > 0 and var tries && growth.Count(domain.Id, tries, again.Count))
            {
                await context.Db.Domains.Where(row => row.Id == domain.Id && row.GrownSlugLength <= length)
                    .ExecuteUpdateAsync(row => row.SetProperty(grown => grown.GrownSlugLength, length + 1), cancellationToken);
            }

            pending = again;
            await taken.MakeRoomAsync(context.Db, own, cancellationToken);
        }
    }

    private Link New(Guid workspace, LinkSpec spec, string slug, string key)
    {
        var createdAt = spec.CreatedAt ?? time.GetUtcNow();
        var link = new Link
        {
            Id = Guid.CreateVersion7(createdAt),
            WorkspaceId = workspace,
            Slug = slug,
            SlugKey = key,
            CreatedAt = createdAt.ToStored(),
            CreatedBy = spec.CreatedBy,
            ImportedClicks = spec.ImportedClicks,
        };
        Set(link, spec);
        link.UpdatedAt = time.GetUtcNow().ToStored();
        foreach (var url in spec.Urls)
            link.Destinations.Add(new Destination { Id = Guid.CreateVersion7(), WorkspaceId = workspace, Url = url, TargetKey = [], Position = link.Destinations.Count });
        foreach (var tag in spec.Tags)
            link.Tags.Add(new LinkTag { WorkspaceId = workspace, Tag = tag });
        return link;
    }

    // Its number is the revision at which the feed first hears of it.
    private static void Finish(WriteContext<LinksDb> context, Link link, LinkSpec spec, IReadOnlyDictionary<string, long> origins)
    {
        var health = spec.Health.ToRecord();
        foreach (var destination in link.Destinations)
            SetKeys(destination, link, health, origins);
        link.Revision = link.Number = context.Feed.Put(LinkFeedKeys.Link(link.Id), link.ToRecord());
        foreach (var destination in link.Destinations)
            destination.LinkNumber = link.Number;
        foreach (var tag in link.Tags)
            tag.LinkNumber = link.Number;
    }

    private static void Set(Link link, LinkSpec spec)
    {
        link.DomainId = spec.Domain.Id;
        link.Title = spec.Title;
        link.Description = spec.Description;
        link.Notes = spec.Notes;
        link.Owner = spec.Owner;
        link.Metadata = spec.Metadata;
        link.Utm = spec.Utm;
        link.RedirectStatus = spec.RedirectStatus;
        link.ForwardQuery = spec.ForwardQuery;
        link.PathSuffix = spec.PathSuffix;
        link.StartsAt = spec.StartsAt;
        link.ExpiresAt = spec.ExpiresAt;
        link.Enabled = spec.Enabled;
        link.Archived = spec.Archived;
        link.FallbackUrl = spec.FallbackUrl;
        link.MaxVisits = spec.MaxVisits;
        link.Health = spec.Health;
    }

    private static void WriteDestinations(LinksDb db, Link link, LinkSpec spec, IReadOnlyDictionary<string, long> origins)
    {
        var health = spec.Health.ToRecord();
        var old = link.Destinations.ToList();
        link.Destinations.Clear();
        for (var position = 0; position < spec.Urls.Count; position++)
        {
            var url = spec.Urls[position];
            var destination = old.Find(candidate => candidate.Url == url);
            if (destination is not null)
                old.Remove(destination);
            else
                destination = new Destination { Id = Guid.CreateVersion7(), WorkspaceId = link.WorkspaceId, LinkNumber = link.Number, Url = url, TargetKey = [] };
            destination.Position = position;
            SetKeys(destination, link, health, origins);
            link.Destinations.Add(destination);
            if (db.Entry(destination).State == EntityState.Detached)
                db.Add(destination);
        }

        db.RemoveRange(old);
    }

    private static void SetKeys(Destination destination, Link link, HealthRecord health, IReadOnlyDictionary<string, long> origins)
    {
        destination.TargetKey = VerdictFeedKeys.Target(link.WorkspaceId, link.Id, UtmParameters.Compose(destination.Url, link.Utm), health).ToArray();
        destination.OriginNumber = origins[VerdictFeedKeys.OriginOf(destination.Url)];
    }
}
