namespace Tautan.Links.Importing;

/// <summary>How something is imported.</summary>
internal sealed record ImportSettings
{
    /// <summary>Of a service: where its API is.</summary>
    public string? Url { get; init; }

    /// <summary>Of a service: what its API wants to see.</summary>
    public string? ApiKey { get; init; }

    /// <summary>What becomes of a row whose slug is taken: <c>skip</c>, <c>replace</c>, <c>rename</c> or <c>fail</c>.</summary>
    public required string OnConflict { get; init; }

    /// <summary>Looks at everything and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Where links go whose own domain is not registered here; null: to the default domain.</summary>
    public string? Domain { get; init; }

    /// <summary>By field: the column it is read from. What is not named is guessed.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();
}
