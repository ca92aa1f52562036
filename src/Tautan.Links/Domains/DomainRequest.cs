namespace Tautan.Links.Domains;

/// <summary>A domain as a caller gives it; null means the default.</summary>
internal sealed record DomainRequest
{
    /// <summary>In either form of an international name; only when it is made.</summary>
    public string? Name { get; init; }

    public int? RedirectStatus { get; init; }

    public bool? ForwardQuery { get; init; }

    public bool? PathSuffix { get; init; }

    /// <summary>Only when it is made.</summary>
    public bool? CaseSensitive { get; init; }

    public int? SlugLength { get; init; }

    public bool? DisallowRobots { get; init; }

    public string? BaseRedirectUrl { get; init; }

    public string? UnknownRedirectUrl { get; init; }

    public string? ExpiredRedirectUrl { get; init; }
}
