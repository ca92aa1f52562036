namespace Tautan.Platform.Persistence.Leases;

/// <summary>Leases where the lock on the data directory has already decided that there is only one process.</summary>
public sealed class SoleLeases : ILeases
{
    public Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken) => Task.FromResult<ILease>(new SoleLease());

    private sealed class SoleLease : ILease
    {
        public CancellationToken Lost => CancellationToken.None;

        public Task EnsureHeldAsync(TautanDb db, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
