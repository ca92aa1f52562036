using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Links.Changing;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;

namespace Tautan.Links.History;

/// <summary>A field of a link that became another. Where the values are secrets they are masked.</summary>
internal sealed record FieldChange(string Field, JsonNode? From, JsonNode? To);

/// <summary>Writes down what becomes of a link.</summary>
internal static class LinkHistory
{
    public const string Changed = "changed";
    public const string Deleted = "deleted";

    private const string Health = "health";
    private const string Headers = "requestHeaders";

    /// <summary>What a link is, to be compared with what it becomes.</summary>
    public static JsonObject Picture(Link link, string domain) => (JsonObject)JsonSerializer.SerializeToNode(LinkPatch.RequestOf(link, domain), JsonBody.Options)!;

    /// <summary>Adds an entry; the revision of the link must be that of the change.</summary>
    /// <param name="context">Where it is written.</param>
    /// <param name="link">As it is now.</param>
    /// <param name="by">The subject that changed it.</param>
    /// <param name="before">The <see cref="Picture"/> of it before.</param>
    /// <param name="after">That of it now.</param>
    public static void Add(WriteContext<LinksDb> context, Link link, string by, JsonObject before, JsonObject after) => context.Db.Changes.Add(new LinkChange
    {
        Revision = link.Revision,
        WorkspaceId = link.WorkspaceId,
        LinkId = link.Id,
        At = link.UpdatedAt,
        By = by,
        Action = Changed,
        Changes = JsonSerializer.Serialize(Differences(before, after), JsonSerializerOptions.Web),
    });

    /// <summary>Adds the last entry of a link.</summary>
    public static void AddDeleted(WriteContext<LinksDb> context, Link link, string by, long revision, DateTimeOffset at, JsonObject before) => context.Db.Changes.Add(new LinkChange
    {
        Revision = revision,
        WorkspaceId = link.WorkspaceId,
        LinkId = link.Id,
        At = at.ToStored(),
        By = by,
        Action = Deleted,
        Changes = JsonSerializer.Serialize(Differences(before, []), JsonSerializerOptions.Web),
    });

    private static List<FieldChange> Differences(JsonObject before, JsonObject after)
    {
        var changes = new List<FieldChange>();
        foreach (var (name, from) in before)
        {
            var to = after[name];
            if (name == Health && from is JsonObject settings && to is JsonObject newSettings)
                changes.AddRange(Differences(settings, newSettings).Select(change => change with { Field = $"{Health}.{change.Field}" }));
            else if (!JsonNode.DeepEquals(from, to))
                changes.Add(new FieldChange(name, Shown(name, from), Shown(name, to)));
        }

        return changes;
    }

    private static JsonNode? Shown(string name, JsonNode? value)
    {
        var shown = value?.DeepClone();
        if ((name == Headers ? shown : name == Health ? shown?[Headers] : null) is JsonObject headers)
        {
            foreach (var header in headers.Select(header => header.Key).ToList())
                headers[header] = LinkHeaders.Mask;
        }

        return shown;
    }
}
