using Npgsql;
using NpgsqlTypes;

namespace Tautan.Links.Writing;

/// <summary>
/// On PostgreSQL: a binary COPY a table, once for all works of a group: each statement is a way there and back, and many that create a link
/// each would wait for one another's.
/// </summary>
internal sealed class PostgresLinkStatements(NpgsqlConnection connection) : LinkStatements
{
    private readonly List<Link> _late = [];
    private readonly List<Link> _unchecked = [];
    private readonly Dictionary<(Guid Workspace, string Url), long> _origins = [];
    private readonly HashSet<(Guid Workspace, string Url)> _newOrigins = [];

    public override bool ChecksLate => true;

    public override Task InsertAsync(IReadOnlyList<Link> links)
    {
        _late.AddRange(links);
        return Task.CompletedTask;
    }

    public override void CheckLate(Link link) => _unchecked.Add(link);

    /// <exception cref="InvalidOperationException">A slug that was to be free is not.</exception>
    public override async Task FlushAsync()
    {
        if (_late.Count == 0)
            return;
        foreach (var domain in _unchecked.GroupBy(link => link.DomainId))
        {
            var keys = domain.Select(link => link.SlugKey).ToHashSet(StringComparer.Ordinal);
            if (keys.Count != domain.Count() || (await StoredHoldersAsync(domain.Key, keys)).Count != 0)
                throw new InvalidOperationException("A generated slug is taken; each is made again alone.");
        }

        _unchecked.Clear();
        var links = _late.ToArray();
        _late.Clear();
        await CopyLinksAsync(links);
        await CopyDestinationsAsync(links);
        if (links.Any(link => link.Tags.Count != 0))
            await CopyTagsAsync(links);
        await using var search = await connection.BeginBinaryImportAsync("COPY link_search (link_number, text) FROM STDIN (FORMAT BINARY)");
        foreach (var link in links)
        {
            await search.StartRowAsync();
            await search.WriteAsync(link.Number, NpgsqlDbType.Bigint);
            await search.WriteAsync(SearchText(link), NpgsqlDbType.Text);
        }

        await search.CompleteAsync();
    }

    public override async Task IndexAsync(Link link)
    {
        await using var command = new NpgsqlCommand("INSERT INTO link_search (link_number, text) VALUES ($1, $2) ON CONFLICT (link_number) DO UPDATE SET text = excluded.text", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = link.Number });
        command.Parameters.Add(new NpgsqlParameter { Value = SearchText(link) });
        await command.ExecuteNonQueryAsync();
    }

    // Its row goes with the link's.
    public override Task ForgetAsync(long number) => Task.CompletedTask;

    public override async Task<IReadOnlyList<SlugHolder>> HoldersAsync(Guid domain, IReadOnlyCollection<string> keys)
    {
        var wanted = keys as IReadOnlySet<string> ?? keys.ToHashSet(StringComparer.Ordinal);
        var late = _late.Where(link => link.DomainId == domain && wanted.Contains(link.SlugKey)).Select(link => new SlugHolder(link.SlugKey, link.WorkspaceId, IsStone: false));
        return [.. late, .. await StoredHoldersAsync(domain, keys)];
    }

    private async Task<List<SlugHolder>> StoredHoldersAsync(Guid domain, IReadOnlyCollection<string> keys)
    {
        const string Select = "SELECT slug_key, workspace_id, false FROM links WHERE domain_id = $1 AND slug_key = ANY($2) "
            + "UNION ALL SELECT slug_key, workspace_id, true FROM tombstones WHERE domain_id = $1 AND slug_key = ANY($2)";
        var holders = new List<SlugHolder>();
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = domain });
        command.Parameters.Add(new NpgsqlParameter { Value = keys.ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            holders.Add(new SlugHolder(reader.GetString(0), reader.GetGuid(1), reader.GetBoolean(2)));
        return holders;
    }

    public override async Task<IReadOnlyDictionary<string, long>> OriginsAsync(Guid workspace, IReadOnlyCollection<string> urls)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var url in urls)
        {
            if (_origins.TryGetValue((workspace, url), out var number) || Known?.TryGet(workspace, url, out number) == true)
                numbers[url] = number;
        }

        var missing = urls.Where(url => !numbers.ContainsKey(url)).ToArray();
        if (missing.Length == 0)
            return numbers;
        await ReadAsync(numbers, "SELECT url, number FROM origins WHERE workspace_id = $1 AND url = ANY($2)", workspace, missing);
        foreach (var (url, number) in numbers)
        {
            if (!_newOrigins.Contains((workspace, url)))
                Known?.Set(workspace, url, number);
        }

        missing = [.. missing.Where(url => !numbers.ContainsKey(url))];
        Keep();
        if (missing.Length == 0)
            return numbers;
        _newOrigins.UnionWith(missing.Select(url => (workspace, url)));
        const string Insert = "INSERT INTO origins (workspace_id, url, host, public_key, private_key) SELECT $1, * FROM unnest($2, $3, $4, $5) RETURNING url, number";
        await ReadAsync(
            numbers, Insert, workspace, missing,
            missing.Select(Origin.HostOf).ToArray(), missing.Select(PublicKey).ToArray(), missing.Select(url => PrivateKey(workspace, url)).ToArray());
        Keep();
        return numbers;

        void Keep()
        {
            foreach (var (url, number) in numbers)
                _origins[(workspace, url)] = number;
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ReadAsync(Dictionary<string, long> numbers, string text, params object[] values)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            numbers[reader.GetString(0)] = reader.GetInt64(1);
    }

    private async Task CopyLinksAsync(IReadOnlyList<Link> links)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY links ({LinkColumns.Links}) FROM STDIN (FORMAT BINARY)");
        foreach (var link in links)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(link.Number, NpgsqlDbType.Bigint);
            await writer.WriteAsync(link.Id, NpgsqlDbType.Uuid);
            await writer.WriteAsync(link.WorkspaceId, NpgsqlDbType.Uuid);
            await writer.WriteAsync(link.DomainId, NpgsqlDbType.Uuid);
            await writer.WriteAsync(link.Slug, NpgsqlDbType.Text);
            await writer.WriteAsync(link.SlugKey, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Title, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Description, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Notes, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Owner, NpgsqlDbType.Text);
            await writer.WriteAsync(link.CreatedBy, NpgsqlDbType.Text);
            await WriteAsync(writer, link.Metadata, NpgsqlDbType.Text);
            await WriteAsync(writer, link.Utm, NpgsqlDbType.Text);
            await writer.WriteAsync(link.ImportedClicks, NpgsqlDbType.Bigint);
            await WriteAsync(writer, link.MaxVisits, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.RedirectStatus, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.ForwardQuery, NpgsqlDbType.Boolean);
            await WriteAsync(writer, link.PathSuffix, NpgsqlDbType.Boolean);
            await WriteAsync(writer, link.StartsAt?.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            await WriteAsync(writer, link.ExpiresAt?.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            await writer.WriteAsync(link.Enabled, NpgsqlDbType.Boolean);
            await writer.WriteAsync(link.Archived, NpgsqlDbType.Boolean);
            await WriteAsync(writer, link.FallbackUrl, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Revision, NpgsqlDbType.Bigint);
            await writer.WriteAsync(link.CreatedAt.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            await writer.WriteAsync(link.UpdatedAt.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            await writer.WriteAsync(link.Health.Enabled, NpgsqlDbType.Boolean);
            await writer.WriteAsync(link.Health.IntervalSeconds, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.Health.TimeoutSeconds, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.Health.FailuresToConfirm, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.Health.RetrySeconds, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.Health.SuccessesToRecover, NpgsqlDbType.Integer);
            await writer.WriteAsync(link.Health.ManualFailback, NpgsqlDbType.Boolean);
            await writer.WriteAsync(link.Health.FailbackHoldSeconds, NpgsqlDbType.Integer);
            await WriteAsync(writer, link.Health.ExpectedStatus, NpgsqlDbType.Text);
            await WriteAsync(writer, link.Health.MustContain, NpgsqlDbType.Text);
            await WriteAsync(writer, link.Health.MustNotContain, NpgsqlDbType.Text);
            await WriteAsync(writer, link.Health.RequestHeaders, NpgsqlDbType.Text);
            await writer.WriteAsync(link.Health.IgnoreTlsErrors, NpgsqlDbType.Boolean);
            await WriteAsync(writer, link.Health.FailOn, NpgsqlDbType.Text);
        }

        await writer.CompleteAsync();
    }

    private async Task CopyDestinationsAsync(IReadOnlyList<Link> links)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY destinations ({LinkColumns.Destinations}) FROM STDIN (FORMAT BINARY)");
        foreach (var link in links)
        {
            foreach (var destination in link.Destinations)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(link.Number, NpgsqlDbType.Bigint);
                await writer.WriteAsync(destination.Id, NpgsqlDbType.Uuid);
                await writer.WriteAsync(destination.WorkspaceId, NpgsqlDbType.Uuid);
                await writer.WriteAsync(destination.Route, NpgsqlDbType.Integer);
                await writer.WriteAsync(destination.Position, NpgsqlDbType.Integer);
                await writer.WriteAsync(destination.Weight, NpgsqlDbType.Integer);
                await writer.WriteAsync(destination.Url, NpgsqlDbType.Text);
                await writer.WriteAsync(destination.TargetKey, NpgsqlDbType.Bytea);
                await writer.WriteAsync(destination.OriginNumber, NpgsqlDbType.Bigint);
            }
        }

        await writer.CompleteAsync();
    }

    private async Task CopyTagsAsync(IReadOnlyList<Link> links)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY link_tags ({LinkColumns.Tags}) FROM STDIN (FORMAT BINARY)");
        foreach (var tag in links.SelectMany(link => link.Tags))
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(tag.LinkNumber, NpgsqlDbType.Bigint);
            await writer.WriteAsync(tag.Tag, NpgsqlDbType.Text);
            await writer.WriteAsync(tag.WorkspaceId, NpgsqlDbType.Uuid);
        }

        await writer.CompleteAsync();
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type)
        where T : struct =>
        value is { } given ? writer.WriteAsync(given, type) : writer.WriteNullAsync();

    private static Task WriteAsync(NpgsqlBinaryImporter writer, string? value, NpgsqlDbType type) =>
        value is null ? writer.WriteNullAsync() : writer.WriteAsync(value, type);
}
