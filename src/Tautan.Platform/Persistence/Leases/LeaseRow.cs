namespace Tautan.Platform.Persistence.Leases;

/// <summary>Who holds a lease.</summary>
public sealed class LeaseRow
{
    public required string Name { get; set; }

    /// <summary>Unlike any other owner's, once a holding; empty: nobody holds it.</summary>
    public required string Owner { get; set; }

    /// <summary>
    /// Counted up by its holder. Others watch it by their own clocks: no two machines need agree on the time of day.
    /// </summary>
    public long Beat { get; set; }
}
