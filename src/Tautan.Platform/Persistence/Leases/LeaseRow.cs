namespace Tautan.Platform.Persistence.Leases;

/// <summary>A shard and who holds it, or a member of those who share.</summary>
public sealed class LeaseRow
{
    public required string Name { get; set; }

    /// <summary>Unlike any other owner's, once a joining; empty: nobody holds it.</summary>
    public required string Owner { get; set; }

    /// <summary>
    /// A member counts it up to show that it lives. Others watch it by their own clocks: no two machines need agree on the time of day.
    /// </summary>
    public long Beat { get; set; }
}
