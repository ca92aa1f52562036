namespace Tautan.Links;

/// <summary>A destination as it is stored, with the keys under which Health speaks of it.</summary>
internal sealed class Destination
{
    public Guid Id { get; set; }

    public Guid WorkspaceId { get; set; }

    public Guid LinkId { get; set; }

    /// <summary>0: the default route.</summary>
    public int Route { get; set; }

    /// <summary>Its place in the route, from 0.</summary>
    public int Position { get; set; }

    /// <summary>0: not weighted, the order decides.</summary>
    public int Weight { get; set; }

    public required string Url { get; set; }

    public required byte[] TargetKey { get; set; }

    public required byte[] PublicOriginKey { get; set; }

    public required byte[] PrivateOriginKey { get; set; }
}
