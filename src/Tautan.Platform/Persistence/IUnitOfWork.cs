namespace Tautan.Platform.Persistence;

/// <summary>
/// The one way to write. Works that arrive together share one transaction, one flush to the disk and one lock of the feed; what is changed
/// and what the feed says of it are one commit.
/// </summary>
public interface IUnitOfWork<TDb>
    where TDb : TautanDb
{
    /// <summary>
    /// Runs a work and returns when its commit is on disk. Works run one after another; each sees what the ones before it did to tracked entities, and, where they saved it, in every query; a conflict that only the database finds makes each run again alone.
    /// When any of a group fails, all of them run again, each alone: a work must be repeatable and touch nothing but the database.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled before it ran.</exception>
    Task<T> WriteAsync<T>(Func<WriteContext<TDb>, CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}

/// <summary>What a work writes with.</summary>
public sealed class WriteContext<TDb>
    where TDb : TautanDb
{
    private readonly Dictionary<Type, object> _shared = [];

    internal WriteContext(TDb db, FeedWriter feed)
    {
        Db = db;
        Feed = feed;
    }

    /// <summary>The database; saved once, after all works of the group.</summary>
    public TDb Db { get; }

    public FeedWriter Feed { get; }

    /// <summary>
    /// No other work is in this group. Else a work may leave to the end of the group what hardly ever goes wrong, and throw there: then
    /// each runs again alone.
    /// </summary>
    public bool IsAlone { get; internal init; }

    /// <summary>Something that all works of this group share, such as prepared statements; disposed with the group where it can be.</summary>
    public T Shared<T>()
        where T : class, new()
    {
        if (!_shared.TryGetValue(typeof(T), out var value))
            _shared[typeof(T)] = value = new T();
        return (T)value;
    }

    /// <summary>
    /// Saves what was changed, and tracks it no longer: every saving looks through all that is tracked, so that a work which changes one thing
    /// after another does it in the square of the time where it keeps them.
    /// </summary>
    /// <param name="kept">What is still to be changed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SaveAndForgetAsync(IReadOnlyList<object> kept, CancellationToken cancellationToken)
    {
        await Db.SaveChangesAsync(cancellationToken);
        Db.ChangeTracker.Clear();
        Db.AttachRange(kept);
    }

    internal async Task FlushSharedAsync()
    {
        foreach (var value in _shared.Values.OfType<IWrittenLate>())
            await value.FlushAsync();
    }

    internal async ValueTask DisposeSharedAsync()
    {
        foreach (var value in _shared.Values.OfType<IAsyncDisposable>())
            await value.DisposeAsync();
    }
}
