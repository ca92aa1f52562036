namespace Tautan.Platform.Persistence.Leases;

/// <summary>
/// Divides work among the processes of one database: there are 64 shards, and each is held by one process at most. On SQLite there is only one process, which
/// holds them all.
/// </summary>
public interface IShards
{
    /// <summary>Becomes one of those who share. Nothing is held before the first <see cref="IShardMember.LookAsync"/>.</summary>
    IShardMember Join();
}
