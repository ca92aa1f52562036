namespace Tautan.Platform.Persistence.Leases;

/// <summary>
/// Decides which of several processes on one database does what only one may do. On SQLite there is only one process.
/// </summary>
public interface ILeases
{
    /// <summary>Waits until the lease is ours. A holder that has died is followed within 30 s.</summary>
    /// <param name="name">Of the lease, within this database; at most 100 characters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken);
}
