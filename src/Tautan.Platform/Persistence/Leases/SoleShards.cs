namespace Tautan.Platform.Persistence.Leases;

/// <summary>Shards where the lock on the data directory has already decided that there is only one process.</summary>
public sealed class SoleShards : IShards
{
    public IShardMember Join() => new SoleMember();

    private sealed class SoleMember : IShardMember
    {
        private static readonly ShardLook Everything = new(ShardSet.All, ShardSet.Empty, ShardSet.Empty);

        public CancellationToken Lost => CancellationToken.None;

        public Task<ShardLook> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Everything);

        public Task ReleaseAsync(ShardSet shards, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask<ShardSet> HeldAsync<TDb>(WriteContext<TDb> context, CancellationToken cancellationToken)
            where TDb : TautanDb => ValueTask.FromResult(ShardSet.All);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
