using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Health;
using Tautan.Links.Searching;
using Tautan.Platform.Persistence;

namespace Tautan.Links.Writing;

/// <summary>
/// New links as rows, many at once: what a bulk spends its time with, and therefore not by way of tracked entities. Each database has its
/// fastest way. Shared by the works of a group, with all that was prepared.
/// </summary>
internal abstract class LinkStatements : IAsyncDisposable
{
    /// <summary>Writes links with their destinations and tags, and lets them be searched.</summary>
    public abstract Task InsertAsync(IReadOnlyList<Link> links);

    /// <summary>Sets what a link is searched by.</summary>
    public abstract Task IndexAsync(Link link);

    /// <summary>Lets a deleted link be searched no more.</summary>
    public abstract Task ForgetAsync(long number);

    /// <summary>Who has some slugs of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="keys">As they are matched.</param>
    public abstract Task<IReadOnlyList<SlugHolder>> HoldersAsync(Guid domain, IReadOnlyCollection<string> keys);

    /// <summary>The numbers of origins by their URLs; one that is not known yet gets one.</summary>
    public abstract Task<IReadOnlyDictionary<string, long>> OriginsAsync(Guid workspace, IReadOnlyCollection<string> urls);

    public static LinkStatements Of(WriteContext<LinksDb> context)
    {
        var holder = context.Shared<Holder>();
        return holder.Statements ??= context.Db.Database.IsSqlite()
            ? new SqliteLinkStatements(context.Db.Database.GetDbConnection())
            : new PostgresLinkStatements((Npgsql.NpgsqlConnection)context.Db.Database.GetDbConnection());
    }

    public abstract ValueTask DisposeAsync();

    protected static byte[] PublicKey(string origin) => VerdictFeedKeys.PublicOrigin(origin).ToArray();

    protected static byte[] PrivateKey(Guid workspace, string origin) => VerdictFeedKeys.PrivateOrigin(workspace, origin).ToArray();

    protected static string SearchText(Link link) => SearchIndex.TextOf(link);

    private sealed class Holder : IAsyncDisposable
    {
        public LinkStatements? Statements { get; set; }

        public ValueTask DisposeAsync() => Statements?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
