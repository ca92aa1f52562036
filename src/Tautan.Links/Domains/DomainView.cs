using System.Text.Json.Serialization;

namespace Tautan.Links.Domains;

/// <summary>A domain as the outside sees it.</summary>
/// <param name="Name">ASCII.</param>
/// <param name="DisplayName">As people read it.</param>
/// <param name="IsDefault">Its name is the setting <c>TAUTAN_Urls__Base</c>, and it cannot be deleted.</param>
/// <param name="Verified">It is served.</param>
/// <param name="Verification">How to show that it is yours; null where that is done.</param>
/// <param name="RedirectStatus">That of new links which say nothing.</param>
/// <param name="ForwardQuery">The same.</param>
/// <param name="PathSuffix">Whether links that say nothing take what follows their slug along.</param>
/// <param name="CaseSensitive">Fixed when it is made.</param>
/// <param name="SlugLength">The least length of generated slugs.</param>
/// <param name="DisallowRobots">What <c>robots.txt</c> says.</param>
/// <param name="BaseRedirectUrl">Where <c>/</c> leads; null: a page of our own. So are the next two.</param>
/// <param name="UnknownRedirectUrl">Where an unknown slug leads.</param>
/// <param name="ExpiredRedirectUrl">Where an expired link leads.</param>
/// <param name="Links">How many it has.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
internal sealed record DomainView(
    string Name,
    string DisplayName,
    bool IsDefault,
    bool Verified,
    VerificationView? Verification,
    int RedirectStatus,
    bool ForwardQuery,
    bool PathSuffix,
    bool CaseSensitive,
    int SlugLength,
    bool DisallowRobots,
    string? BaseRedirectUrl,
    string? UnknownRedirectUrl,
    string? ExpiredRedirectUrl,
    long Links,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    [JsonIgnore]
    public long Revision { get; init; }

    [JsonIgnore]
    public string ETag => $"\"{Revision}\"";
}

/// <summary>Either of these shows that a domain is yours.</summary>
/// <param name="TxtName">The name of a TXT record.</param>
/// <param name="TxtValue">What it must say.</param>
/// <param name="FileUrl">Where a file must be.</param>
/// <param name="FileContent">What must be in it.</param>
internal sealed record VerificationView(string TxtName, string TxtValue, string FileUrl, string FileContent);
