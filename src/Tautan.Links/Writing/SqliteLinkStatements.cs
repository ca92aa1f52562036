using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Tautan.Links.Writing;

/// <summary>On SQLite: a prepared statement a table, run once a row.</summary>
internal sealed class SqliteLinkStatements(DbConnection connection, DbTransaction transaction) : LinkStatements
{
    private readonly Statement _link = new(connection, transaction, Insert("links", LinkColumns.Links));
    private readonly Statement _destination = new(connection, transaction, Insert("destinations", LinkColumns.Destinations));
    private readonly Statement _tag = new(connection, transaction, Insert("link_tags", LinkColumns.Tags));
    private readonly Statement _text = new(connection, transaction, Insert("link_search", "rowid, text"));
    private readonly Statement _noText = new(connection, transaction, "DELETE FROM link_search WHERE rowid = @p0");
    private readonly Statement _origin = new(connection, transaction, "SELECT number FROM origins WHERE workspace_id = @p0 AND url = @p1");
    private readonly Statement _newOrigin = new(connection, transaction, Insert("origins", "workspace_id, url, host, public_key, private_key") + " RETURNING number");

    public override Task InsertAsync(IReadOnlyList<Link> links)
    {
        foreach (var link in links)
            Write(link);
        return Task.CompletedTask;
    }

    public override Task IndexAsync(Link link)
    {
        _noText.Run(link.Number);
        _text.Run(link.Number, SearchText(link));
        return Task.CompletedTask;
    }

    public override Task ForgetAsync(long number)
    {
        _noText.Run(number);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyDictionary<string, long>> OriginsAsync(Guid workspace, IReadOnlyCollection<string> urls)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var url in urls)
            numbers[url] = (long)(_origin.Get(G(workspace), url) ?? _newOrigin.Get(G(workspace), url, Origin.HostOf(url), PublicKey(url), PrivateKey(workspace, url))!);
        return Task.FromResult<IReadOnlyDictionary<string, long>>(numbers);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var statement in new[] { _link, _destination, _tag, _text, _noText, _origin, _newOrigin })
            await statement.DisposeAsync();
    }

    private void Write(Link link)
    {
        _link.Run(
            link.Number, G(link.Id), G(link.WorkspaceId), G(link.DomainId), link.Slug,
            link.SlugKey, link.Title, link.Description, link.Notes, link.Owner,
            link.CreatedBy, N(link.Metadata), N(link.Utm), link.ImportedClicks, N(link.MaxVisits),
            link.RedirectStatus, link.ForwardQuery, N(link.PathSuffix), T(link.StartsAt), T(link.ExpiresAt),
            link.Enabled, link.Archived, N(link.FallbackUrl), link.Revision, T(link.CreatedAt),
            T(link.UpdatedAt), link.Health.Enabled, link.Health.IntervalSeconds, link.Health.TimeoutSeconds, link.Health.FailuresToConfirm,
            link.Health.RetrySeconds, link.Health.SuccessesToRecover, link.Health.ManualFailback, link.Health.FailbackHoldSeconds, N(link.Health.ExpectedStatus),
            N(link.Health.MustContain), N(link.Health.MustNotContain), N(link.Health.RequestHeaders), link.Health.IgnoreTlsErrors, N(link.Health.FailOn));
        foreach (var destination in link.Destinations)
        {
            _destination.Run(
            link.Number, G(destination.Id), G(destination.WorkspaceId), destination.Route, destination.Position,
                destination.Weight, destination.Url, destination.TargetKey, destination.OriginNumber);
        }

        foreach (var tag in link.Tags)
            _tag.Run(link.Number, tag.Tag, G(tag.WorkspaceId));
        _text.Run(link.Number, SearchText(link));
    }

    private static string Insert(string table, string columns) =>
        $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", columns.Split(',').Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{i}")))})";

    private static byte[] G(Guid id) => id.ToByteArray(bigEndian: true);

    private static object N(object? value) => value ?? DBNull.Value;

    private static object T(DateTimeOffset? instant) => instant is { } at ? at.ToUnixTimeMilliseconds() : DBNull.Value;

    // Made when it is first needed: most groups of works make no link.
    private sealed class Statement(DbConnection connection, DbTransaction transaction, string text) : IAsyncDisposable
    {
        private SqliteCommand? _command;

        public void Run(params ReadOnlySpan<object> values) => Set(values).ExecuteNonQuery();

        public object? Get(params ReadOnlySpan<object> values) => Set(values).ExecuteScalar();

        public ValueTask DisposeAsync() => _command?.DisposeAsync() ?? ValueTask.CompletedTask;

        private SqliteCommand Set(ReadOnlySpan<object> values)
        {
            if (_command is null)
            {
                _command = (SqliteCommand)connection.CreateCommand();
                _command.Transaction = (SqliteTransaction)transaction;
                _command.CommandText = text;
                for (var i = 0; i < values.Length; i++)
                    _command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@p{i}"), null));
            }

            for (var i = 0; i < values.Length; i++)
                _command.Parameters[i].Value = values[i];
            return _command;
        }
    }
}
