namespace Tautan.Platform.Persistence.Leases;

/// <summary>A lease that is held. Disposing it gives it back, so that another process can follow at once.</summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>Cancelled when it is held no more: the database could not be reached for too long, or somebody else took it.</summary>
    CancellationToken Lost { get; }

    /// <summary>
    /// Makes a write conditional on the lease: called within a unit of work, it holds until that commit, since writers of
    /// one database follow one another.
    /// </summary>
    /// <exception cref="LeaseLostException">Somebody else has it.</exception>
    Task EnsureHeldAsync(TautanDb db, CancellationToken cancellationToken);
}
