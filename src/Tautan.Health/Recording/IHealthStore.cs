using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Recording;

/// <summary>What Health remembers.</summary>
internal interface IHealthStore
{
    /// <summary>Writes states, history and what the feed says of them, all or nothing.</summary>
    /// <exception cref="LeaseLostException">Another process watches some of it now; nothing was written.</exception>
    Task SaveAsync(Changes changes, CancellationToken cancellationToken);

    /// <summary>Forgets, and takes back from the feed; but not what another process watches now.</summary>
    Task RemoveAsync(Removals removals, CancellationToken cancellationToken);
}
