namespace Tautan.Links.Creating;

/// <summary>A link to be made, and how.</summary>
internal sealed record NewLinkRequest : LinkRequest
{
    /// <summary>Where there is a link with the same destinations, domain and settings already, it is the answer.</summary>
    public bool? FindIfExists { get; init; }
}
