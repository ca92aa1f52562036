using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>Shards between the processes of one database.</summary>
public sealed class SharedShards<TDb>(IUnitOfWork<TDb> work, TimeProvider time, LeaseTimes times, ILogger<SharedShards<TDb>> logger) : IShards
    where TDb : TautanDb
{
    private string? _before;

    public IShardMember Join()
    {
        var id = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";

        // Who joins again has ended what it did before, and need not wait until it is taken for dead.
        var before = Interlocked.Exchange(ref _before, id);
        return new ShardMember<TDb>(work, time, times, logger, id, before);
    }
}
