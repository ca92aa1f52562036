using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Domains;

/// <summary>A domain as a caller gives it; null means the default.</summary>
internal sealed record DomainRequest
{
    /// <summary>In either form of an international name; only when it is made.</summary>
    [Field(IsRequired = true, Example = "\"go.example\"")]
    public string? Name { get; init; }

    /// <summary>That of new links which say nothing. Null: 302.</summary>
    [Field(Values = ["301", "302", "307", "308"], Example = "302")]
    public int? RedirectStatus { get; init; }

    /// <summary>Whether new links that say nothing pass the visitor's query string on. Null: false.</summary>
    public bool? ForwardQuery { get; init; }

    /// <summary>Whether links that say nothing pass on what follows their slug. Null: false.</summary>
    public bool? PathSuffix { get; init; }

    /// <summary>Whether slugs differ by case; only when it is made. Null: true.</summary>
    public bool? CaseSensitive { get; init; }

    /// <summary>The least length of generated slugs.</summary>
    [Field(Minimum = 3, Maximum = 64, Example = "6")]
    public int? SlugLength { get; init; }

    /// <summary>Whether <c>robots.txt</c> asks all robots to stay away. Null: false.</summary>
    public bool? DisallowRobots { get; init; }

    /// <summary>Where <c>/</c> leads. Null: a page of our own. So are the next two.</summary>
    [Field(Format = "uri")]
    public string? BaseRedirectUrl { get; init; }

    /// <summary>Where an unknown slug leads.</summary>
    [Field(Format = "uri")]
    public string? UnknownRedirectUrl { get; init; }

    /// <summary>Where an expired link leads.</summary>
    [Field(Format = "uri")]
    public string? ExpiredRedirectUrl { get; init; }
}
