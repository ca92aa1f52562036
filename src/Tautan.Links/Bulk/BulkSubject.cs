using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Tautan.Links.Listing;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary>Which links a bulk is about: by their ids, or by what lists are filtered by.</summary>
internal sealed class BulkSubject
{
    public const int Most = 1000;

    public static readonly Problem TooMany = Problems.Create(StatusCodes.Status422UnprocessableEntity, "too_many_links", "The filter fits more links than may be changed at once: narrow it.");

    private readonly IReadOnlyList<string?>? _ids;
    private readonly LinkCriteria? _criteria;

    private BulkSubject(IReadOnlyList<string?>? ids, LinkCriteria? criteria) => (_ids, _criteria) = (ids, criteria);

    /// <summary>Reads one of the two.</summary>
    /// <param name="ids">Ids, or null.</param>
    /// <param name="filter">The parameters of a list, each a text, a number, true, false or an array of texts; or null.</param>
    /// <param name="errors">By field: what was expected.</param>
    public static BulkSubject Read(IReadOnlyList<string?>? ids, JsonObject? filter, Dictionary<string, string[]> errors)
    {
        if (ids is null == filter is null)
            errors["ids"] = ["must be given, or filter, and not both"];
        if (ids is { Count: 0 or > Most })
            errors["ids"] = [string.Create(CultureInfo.InvariantCulture, $"must have 1 to {Most} ids")];
        if (filter is null)
            return new BulkSubject(ids, null);

        var found = new Dictionary<string, string[]>();
        if (filter.Count == 0)
            errors["filter"] = ["must say which links, with at least one parameter of the list"];
        foreach (var (name, value) in filter)
        {
            if (!LinkCriteria.Names.Contains(name))
                found[name] = [$"is no parameter of the list ({string.Join(", ", LinkCriteria.Names)})"];
            else if (!TryRead(value, out _))
                found[name] = ["must be a text, true, false or an array of texts"];
        }

        var criteria = LinkCriteria.Read(name => filter.TryGetPropertyValue(name, out var value) && TryRead(value, out var values) ? values : default, found);
        foreach (var (name, expected) in found)
            errors[$"filter.{name}"] = expected;
        return new BulkSubject(null, criteria);
    }

    /// <summary>The ids of the links, in the order given or else that of their making; or why there is no telling.</summary>
    public async Task<(IReadOnlyList<string> Ids, Problem? Problem)> FindAsync(LinksDb db, UrlsOptions urls, Guid workspace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_ids is not null)
            return ([.. _ids.Select(id => id ?? "")], null);
        var (links, problem) = await SelectAsync(db, urls, workspace, now, cancellationToken);
        if (problem is not null)
            return ([], problem);
        var ids = await links!.OrderBy(link => link.Number).Take(Most + 1).Select(link => link.Id).ToListAsync(cancellationToken);
        if (ids.Count <= Most)
            return ([.. ids.Select(id => id.ToString())], null);
        var count = await links!.CountAsync(cancellationToken);
        return ([], TooMany with { Detail = string.Create(CultureInfo.InvariantCulture, $"The filter fits {count} links, and {Most} are the most at once: narrow it.") });
    }

    /// <summary>How many links there are.</summary>
    public async Task<(int Count, Problem? Problem)> CountAsync(LinksDb db, UrlsOptions urls, Guid workspace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_ids is not null)
        {
            var ids = _ids.Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Distinct().ToArray();
            return (await db.Links.CountAsync(link => link.WorkspaceId == workspace && EF.Parameter(ids).Contains(link.Id), cancellationToken), null);
        }

        var (links, problem) = await SelectAsync(db, urls, workspace, now, cancellationToken);
        return problem is null ? (await links!.CountAsync(cancellationToken), null) : (0, problem);
    }

    private async Task<(IQueryable<Link>? Links, Problem? Problem)> SelectAsync(LinksDb db, UrlsOptions urls, Guid workspace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var links = await LinkSelection.OfAsync(db, urls, workspace, _criteria!, now, errors, cancellationToken);
        return errors.Count == 0 ? (links, null) : (null, Problems.Invalid(errors.ToDictionary(error => $"filter.{error.Key}", error => error.Value)));
    }

    private static bool TryRead(JsonNode? value, out StringValues values)
    {
        values = default;
        switch (value?.GetValueKind())
        {
            case null or JsonValueKind.Null:
                return true;
            case JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number:
                values = value.ToString() switch { "True" => "true", "False" => "false", var text => text };
                return true;
            case JsonValueKind.Array when value.AsArray().All(item => item?.GetValueKind() == JsonValueKind.String):
                values = value.AsArray().Select(item => item!.GetValue<string>()).ToArray();
                return true;
            default:
                return false;
        }
    }
}
