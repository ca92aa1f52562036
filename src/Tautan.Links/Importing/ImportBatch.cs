using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tautan.Links.Creating;
using Tautan.Links.Domains;
using Tautan.Links.History;
using Tautan.Links.Reading;
using Tautan.Links.Writing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Urls;

namespace Tautan.Links.Importing;

/// <summary>Takes the rows of one commit: its links, its errors, its counters and how far it is are there together, or not at all.</summary>
internal sealed class ImportBatch(UrlsOptions urls, AppSchemes apps, LinkWriter writer, ImportStore store)
{
    private const int MostErrors = 10_000;
    private const int MostNames = 20;

    /// <summary>Takes rows.</summary>
    /// <returns>False where the import has ended: it failed at a row, was cancelled, or is another process's.</returns>
    public async Task<bool> TakeAsync(
        WriteContext<LinksDb> context, Guid id, ImportSettings settings, IReadOnlyList<ImportedRow> rows, SeenSlugs seen, long? total, CancellationToken cancellationToken)
    {
        if (await store.ContinueAsync(context, id, cancellationToken) is not { } import)
            return false;
        import.Total = total ?? import.Total;
        seen.BeginBatch();
        var known = await KnownDomains.LoadAsync(context.Db, urls, apps, import.WorkspaceId, rows.Select(row => row.Request).OfType<LinkRequest>().Append(new LinkRequest { Domain = settings.Domain }), cancellationToken);
        var errors = await context.Db.ImportErrors.CountAsync(error => error.ImportId == id, cancellationToken);
        var specs = new List<(ImportedRow Row, LinkSpec Spec)>();
        foreach (var row in rows)
        {
            if (Check(row, import, settings, known, out var spec) is { } problem)
                Refuse(row, problem.Field, problem.Message);
            else
                specs.Add((row, spec!));
        }

        var isEnded = settings.DryRun ? await LookAsync(specs) : await WriteAsync(specs);
        if (!isEnded)
            import.Rows += rows.Count;
        await context.Db.SaveChangesAsync(cancellationToken);
        return !isEnded;

        async Task<bool> WriteAsync(List<(ImportedRow Row, LinkSpec Spec)> pending)
        {
            if (settings.OnConflict == "fail" && await FirstTakenAsync(pending) is { } taken)
            {
                await store.EndAsync(context, import, ImportState.Failed, Line(taken.Row, $"the slug {taken.Spec.Slug} is taken; the rows before line {First(pending)} are imported"), cancellationToken);
                return true;
            }

            var links = await writer.AddAsync(context, import.WorkspaceId, [.. pending.Select(pair => pair.Spec)], cancellationToken);
            import.Created += links.Count(link => link is not null);
            for (var i = 0; i < links.Count; i++)
            {
                if (links[i] is null)
                    await ResolveAsync(pending[i].Row, pending[i].Spec);
            }

            return false;
        }

        async Task ResolveAsync(ImportedRow row, LinkSpec spec)
        {
            switch (settings.OnConflict)
            {
                case "replace" when await OwnAsync(spec) is { } link:
                    var before = LinkHistory.Picture(link, spec.Domain.Name);
                    if (!spec.Describes(link))
                    {
                        await writer.WriteAsync(context, link, spec, cancellationToken);
                        LinkHistory.Add(context, link, import.By, before, LinkHistory.Picture(link, spec.Domain.Name));
                    }

                    await context.SaveAndForgetAsync([import], cancellationToken);

                    import.Replaced++;
                    break;
                case "replace":
                    Refuse(row, "slug", "is another workspace's, and cannot be replaced");
                    break;
                case "rename":
                    await RenameAsync(row, spec);
                    break;
                default:
                    import.Skipped++;
                    break;
            }
        }

        async Task RenameAsync(ImportedRow row, LinkSpec spec)
        {
            for (var n = 2; n < 2 + MostNames; n++)
            {
                var ending = string.Create(CultureInfo.InvariantCulture, $"-{n}");
                var slug = spec.Slug!.Length + ending.Length <= Slug.MaxLength ? spec.Slug + ending : spec.Slug[..(Slug.MaxLength - ending.Length)] + ending;
                if (!Slug.TryNormalize(slug, out _, out _) || (await writer.AddAsync(context, import.WorkspaceId, [spec with { Slug = slug }], cancellationToken))[0] is null)
                    continue;
                import.Created++;
                return;
            }

            Refuse(row, "slug", string.Create(CultureInfo.InvariantCulture, $"is taken, and so is it with -2 to -{1 + MostNames}"));
        }

        async Task<bool> LookAsync(List<(ImportedRow Row, LinkSpec Spec)> pending)
        {
            var taken = await TakenAsync(pending);
            foreach (var (row, spec) in pending)
            {
                var key = spec.Slug is null ? "" : LinkWriter.KeyOf(spec.Slug, spec.Domain);
                if (spec.Slug is null || (!taken.Contains((spec.Domain.Id, key)) && seen.Add((spec.Domain.Id, key))))
                    import.Created++;
                else if (settings.OnConflict == "replace")
                    import.Replaced++;
                else if (settings.OnConflict == "rename")
                    import.Created++;
                else if (settings.OnConflict == "skip")
                    import.Skipped++;
                else
                    Refuse(row, "slug", "is taken: the import would end here");
            }

            return false;
        }

        async Task<(ImportedRow Row, LinkSpec Spec)?> FirstTakenAsync(List<(ImportedRow Row, LinkSpec Spec)> pending)
        {
            var taken = await TakenAsync(pending);
            var own = new HashSet<(Guid, string)>();
            foreach (var pair in pending.Where(pair => pair.Spec.Slug is not null))
            {
                var key = (pair.Spec.Domain.Id, LinkWriter.KeyOf(pair.Spec.Slug!, pair.Spec.Domain));
                if (taken.Contains(key) || !own.Add(key))
                    return pair;
            }

            return null;
        }

        async Task<HashSet<(Guid, string)>> TakenAsync(List<(ImportedRow Row, LinkSpec Spec)> pending)
        {
            var taken = new HashSet<(Guid, string)>();
            foreach (var domain in pending.Where(pair => pair.Spec.Slug is not null).GroupBy(pair => pair.Spec.Domain.Id))
            {
                var keys = domain.Select(pair => LinkWriter.KeyOf(pair.Spec.Slug!, pair.Spec.Domain)).ToHashSet(StringComparer.Ordinal);
                taken.UnionWith((await TakenSlugs.AmongAsync(context, import.WorkspaceId, domain.Key, keys)).Keys.Select(key => (domain.Key, key)));
            }

            return taken;
        }

        async Task<Link?> OwnAsync(LinkSpec spec)
        {
            await LinkStatements.Of(context).FlushAsync();
            var key = LinkWriter.KeyOf(spec.Slug!, spec.Domain);
            var id = await context.Db.Links.Where(link => link.DomainId == spec.Domain.Id && link.SlugKey == key && link.WorkspaceId == import.WorkspaceId)
                .Select(link => (Guid?)link.Id)
                .SingleOrDefaultAsync(cancellationToken);
            return id is { } found ? await GetLink.FindAsync(context.Db.Links, import.WorkspaceId, found, cancellationToken) : null;
        }

        void Refuse(ImportedRow row, string field, string message)
        {
            import.Failed++;
            if (errors++ < MostErrors)
                context.Db.ImportErrors.Add(new ImportError { ImportId = id, Line = row.Line, Field = ImportStore.Shown(field), Message = ImportStore.Shown(message) });
        }
    }

    private static string Line(ImportedRow row, string message) => string.Create(CultureInfo.InvariantCulture, $"Line {row.Line}: {message}.");

    private static string First(List<(ImportedRow Row, LinkSpec Spec)> pending) => pending[0].Row.Line.ToString(CultureInfo.InvariantCulture);

    private static (string Field, string Message)? Check(ImportedRow row, Import import, ImportSettings settings, KnownDomains known, out LinkSpec? spec)
    {
        spec = null;
        if (row.Error is not null || row.Request is null)
            return (row.Field, row.Error ?? "must be a link");
        // What another system called its domain is none here, but where it was made one.
        var request = known.Find(row.Request.Domain) is null || row.Request.Domain is null ? row.Request with { Domain = settings.Domain } : row.Request;
        var found = LinkRules.Check(request, known, out var errors);
        if (errors.Count != 0)
            return (errors.First().Key, errors.First().Value[0]);
        if (row.CreatedAt is { Year: < 1970 } || row.Clicks < 0)
            return row.Clicks < 0 ? ("clicks", "must not be less than 0") : ("createdAt", "must be a date and time from 1970 on");
        spec = found with { CreatedAt = row.CreatedAt, ImportedClicks = row.Clicks, CreatedBy = import.By };
        return null;
    }
}
