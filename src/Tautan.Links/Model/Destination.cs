namespace Tautan.Links;

/// <summary>A destination as it is stored, with the keys under which Health speaks of it.</summary>
internal sealed class Destination
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public long LinkNumber { get; set; }

    /// <summary>0: the default route.</summary>
    public int Route { get; set; }

    /// <summary>Its place in the route, from 0.</summary>
    public int Position { get; set; }

    /// <summary>0: not weighted, the order decides.</summary>
    public int Weight { get; set; }

    /// <summary>As given, without the parameters that the link adds.</summary>
    public required string Url { get; set; }

    public required byte[] TargetKey { get; set; }

    public long OriginNumber { get; set; }

    public Origin? Origin { get; set; }
}
