using Microsoft.EntityFrameworkCore;

namespace Tautan.Platform.Persistence.Leases;

public static class LeaseSchema
{
    /// <summary>Maps the table of leases; called by the database of a service that divides its work.</summary>
    public static ModelBuilder MapLeases(this ModelBuilder model)
    {
        var lease = model.Entity<LeaseRow>();
        lease.ToTable("leases");
        lease.HasKey(row => row.Name);
        lease.Property(row => row.Name).HasMaxLength(100);
        return model;
    }
}
