using System.Data.Common;
using Microsoft.Data.Sqlite;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Writing;

/// <summary>On SQLite: a prepared statement a table, run once a row.</summary>
internal sealed class SqliteLinkStatements(DbConnection connection) : LinkStatements
{
    private readonly SqliteStatement _link = Insert(connection, "links", LinkColumns.Links);
    private readonly SqliteStatement _destination = Insert(connection, "destinations", LinkColumns.Destinations);
    private readonly SqliteStatement _tag = Insert(connection, "link_tags", LinkColumns.Tags);
    private readonly SqliteStatement _text = Insert(connection, "link_search", "rowid, text");
    private readonly SqliteStatement _noText = new((SqliteConnection)connection, "DELETE FROM link_search WHERE rowid = ?");
    private readonly SqliteStatement _holder = new((SqliteConnection)connection, "SELECT workspace_id FROM links WHERE domain_id = ? AND slug_key = ?");
    private readonly SqliteStatement _stone = new((SqliteConnection)connection, "SELECT workspace_id FROM tombstones WHERE domain_id = ? AND slug_key = ?");
    private readonly SqliteStatement _origin = new((SqliteConnection)connection, "SELECT number FROM origins WHERE workspace_id = ? AND url = ?");
    private readonly SqliteStatement _newOrigin = Insert(connection, "origins", "workspace_id, url, host, public_key, private_key", " RETURNING number");

    public override Task InsertAsync(IReadOnlyList<Link> links)
    {
        foreach (var link in links)
            Write(link);
        return Task.CompletedTask;
    }

    public override Task IndexAsync(Link link)
    {
        _noText.Add(link.Number).Run();
        _text.Add(link.Number).Add(SearchText(link)).Run();
        return Task.CompletedTask;
    }

    public override Task ForgetAsync(long number)
    {
        _noText.Add(number).Run();
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<SlugHolder>> HoldersAsync(Guid domain, IReadOnlyCollection<string> keys)
    {
        var holders = new List<SlugHolder>();
        foreach (var key in keys)
        {
            if (_holder.Add(domain).Add(key).Bytes() is { } link)
                holders.Add(new SlugHolder(key, new Guid(link, bigEndian: true), IsStone: false));
            if (_stone.Add(domain).Add(key).Bytes() is { } stone)
                holders.Add(new SlugHolder(key, new Guid(stone, bigEndian: true), IsStone: true));
        }

        return Task.FromResult<IReadOnlyList<SlugHolder>>(holders);
    }

    public override Task<IReadOnlyDictionary<string, long>> OriginsAsync(Guid workspace, IReadOnlyCollection<string> urls)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var url in urls)
        {
            numbers[url] = _origin.Add(workspace).Add(url).Number()
                ?? _newOrigin.Add(workspace).Add(url).Add(Origin.HostOf(url)).Add(PublicKey(url)).Add(PrivateKey(workspace, url)).Number()!.Value;
        }

        return Task.FromResult<IReadOnlyDictionary<string, long>>(numbers);
    }

    public override ValueTask DisposeAsync()
    {
        foreach (var statement in new[] { _link, _destination, _tag, _text, _noText, _holder, _stone, _origin, _newOrigin })
            statement.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(Link link)
    {
        _link
            .Add(link.Number).Add(link.Id).Add(link.WorkspaceId).Add(link.DomainId).Add(link.Slug)
            .Add(link.SlugKey).Add(link.Title).Add(link.Description).Add(link.Notes).Add(link.Owner)
            .Add(link.CreatedBy).Add(link.Metadata).Add(link.Utm).Add(link.ImportedClicks).Add(link.MaxVisits)
            .Add(link.RedirectStatus).Add(link.ForwardQuery).Add(link.PathSuffix).Add(link.StartsAt).Add(link.ExpiresAt)
            .Add(link.Enabled).Add(link.Archived).Add(link.FallbackUrl).Add(link.Revision).Add(link.CreatedAt)
            .Add(link.UpdatedAt).Add(link.Health.Enabled).Add(link.Health.IntervalSeconds).Add(link.Health.TimeoutSeconds).Add(link.Health.FailuresToConfirm)
            .Add(link.Health.RetrySeconds).Add(link.Health.SuccessesToRecover).Add(link.Health.ManualFailback).Add(link.Health.FailbackHoldSeconds).Add(link.Health.ExpectedStatus)
            .Add(link.Health.MustContain).Add(link.Health.MustNotContain).Add(link.Health.RequestHeaders).Add(link.Health.IgnoreTlsErrors).Add(link.Health.FailOn)
            .Run();
        foreach (var destination in link.Destinations)
        {
            _destination
                .Add(link.Number).Add(destination.Id).Add(destination.WorkspaceId).Add(destination.Route).Add(destination.Position)
                .Add(destination.Weight).Add(destination.Url).Add(destination.TargetKey).Add(destination.OriginNumber)
                .Run();
        }

        foreach (var tag in link.Tags)
            _tag.Add(link.Number).Add(tag.Tag).Add(tag.WorkspaceId).Run();
        _text.Add(link.Number).Add(SearchText(link)).Run();
    }

    private static SqliteStatement Insert(DbConnection connection, string table, string columns, string after = "") =>
        new((SqliteConnection)connection, $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", columns.Split(',').Select(_ => "?"))}){after}");
}
