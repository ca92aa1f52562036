namespace Tautan.Platform.Persistence.Leases;

/// <summary>A process among those that share. Disposing it gives back what it holds, so that others can take it at once.</summary>
public interface IShardMember : IAsyncDisposable
{
    /// <summary>Cancelled when nothing is held any more: the database could not be reached for too long, or the others took this one for dead.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// Says that it lives, and takes what nobody holds, as far as that is its part. To be called every <see cref="LeaseTimes.Beat"/>, one at a time.
    /// A process that has died is followed within 15 s.
    /// </summary>
    Task<ShardLook> LookAsync(CancellationToken cancellationToken);

    /// <summary>Gives shards back. Whatever is done for them has ended before.</summary>
    Task ReleaseAsync(ShardSet shards, CancellationToken cancellationToken);

    /// <summary>
    /// What is held, asked within a unit of work: it holds until that commit, since writers of one database follow one another. So a process that was
    /// taken for dead writes nothing for a shard that another has by now.
    /// </summary>
    ValueTask<ShardSet> HeldAsync<TDb>(WriteContext<TDb> context, CancellationToken cancellationToken)
        where TDb : TautanDb;
}

/// <summary>What a look at the shards found.</summary>
/// <param name="Held">All that this process holds now.</param>
/// <param name="TakenOver">Those it has just taken from a process that died.</param>
/// <param name="Excess">Those of the held that are more than its part: to be released, that another may take them.</param>
public sealed record ShardLook(ShardSet Held, ShardSet TakenOver, ShardSet Excess);
