using System.Text;
using Google.Protobuf;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Tests.Table;

/// <summary>A table, and how one looks into it.</summary>
internal static class Tables
{
    public static LinkTable New() => new(new DomainTable(), new VerdictTable());

    public static void Put(this LinkTable table, LinkRecord link) => table.Put(link.ToByteArray());

    public static LinkTable Holding(this LinkTable table, params LinkRecord[] links)
    {
        foreach (var link in links)
            table.Put(link);
        return table;
    }

    public static Guid? FindId(this LinkTable table, string slug, int domain = 0) =>
        table.TryFind(table.Enter(), table.Domains[domain], Encoding.UTF8.GetBytes(slug), out var row) ? row.Id : null;

    public static string? Locate(this LinkTable table, string path, string host = "go.example", long now = 0) =>
        new Resolver(table).Resolve(host, RequestTarget.Of(path), "GET", now).Location;

    public static void SetTarget(this LinkTable table, LinkRecord link, int destination, bool down) => table.Verdicts.Set(
        table.Verdicts.Shorten(VerdictFeedKeys.Target(link.Workspace.ToGuid(), link.Id.ToGuid(), link.Routes[^1].Destinations[destination].Url, link.Health)),
        down);

    public static void SetOrigin(this LinkTable table, string url, bool down, Guid? workspace = null)
    {
        var origin = VerdictFeedKeys.OriginOf(url);
        FeedKey key = workspace is { } id ? VerdictFeedKeys.PrivateOrigin(id, origin) : VerdictFeedKeys.PublicOrigin(origin);
        table.Verdicts.Set(table.Verdicts.Shorten(key), down);
    }
}
