namespace Tautan.Links;

/// <summary>What Health says of a target or an origin, kept beside the links for lists and filters. It never changes a link.</summary>
internal sealed class VerdictRow
{
    public required byte[] Key { get; set; }

    /// <summary>As <see cref="Contracts.Health.Verdict"/>.</summary>
    public int Verdict { get; set; }
}
