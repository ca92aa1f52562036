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
    /// <summary>
    /// Writes links with their destinations and tags, and lets them be searched; at the latest when the group is committed or
    /// <see cref="FlushAsync"/> is asked for.
    /// </summary>
    public abstract Task InsertAsync(IReadOnlyList<Link> links);

    /// <summary>Whether <see cref="CheckLate"/> saves anything.</summary>
    public virtual bool ChecksLate => false;

    /// <summary>Has a slug looked for when all links of the group are written; where it is taken, the group fails.</summary>
    public virtual void CheckLate(Link link) => throw new NotSupportedException();

    /// <summary>Writes what is not written yet: before a query that must see it.</summary>
    public virtual Task FlushAsync() => Task.CompletedTask;

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

    /// <summary>Origins that are stored for good; null: each is looked for.</summary>
    public KnownOrigins? Known { get; set; }

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

    private sealed class Holder : IAsyncDisposable, IWrittenLate
    {
        public LinkStatements? Statements { get; set; }

        public Task FlushAsync() => Statements?.FlushAsync() ?? Task.CompletedTask;

        public ValueTask DisposeAsync() => Statements?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
