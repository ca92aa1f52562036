namespace Tautan.Health.Parking;

/// <summary>Knows which name servers a domain has.</summary>
internal interface INameServers
{
    /// <summary>The name servers of the zone that a name is in.</summary>
    /// <param name="host">A name in ASCII.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their names; null: it cannot be told.</returns>
    Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken);
}
