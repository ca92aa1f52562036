using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Validating;

/// <summary>URLs to be looked at.</summary>
internal sealed record ValidationRequest
{
    /// <summary>One URL; or <see cref="Urls"/>.</summary>
    public string? Url { get; init; }

    /// <summary>1 to 100 URLs.</summary>
    [Field(Minimum = 1, Maximum = 100)]
    public IReadOnlyList<string?>? Urls { get; init; }

    /// <summary>Whether each is fetched once. Null: yes.</summary>
    public bool? Probe { get; init; }
}
