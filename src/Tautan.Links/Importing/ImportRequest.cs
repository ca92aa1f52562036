using System.Globalization;
using Tautan.Links.Importing.Sources;
using Tautan.Platform.Urls;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Links.Importing;

/// <summary>An import as a caller asks for it.</summary>
internal sealed record ImportRequest
{
    /// <summary>What is imported: a file, or a service.</summary>
    [Field(IsRequired = true, Values = [ImportSources.Csv, ImportSources.ShlinkCsv, ImportSources.Bitly, ImportSources.YourlsSql, ImportSources.Tautan, ImportSources.Shlink, ImportSources.Yourls, ImportSources.Kutt])]
    public string? Source { get; init; }

    /// <summary>Where a service is.</summary>
    [Field(Format = "uri")]
    public string? Url { get; init; }

    /// <summary>What a service calls an API key (YOURLS: a signature). Kept until the import ends.</summary>
    [Field(Minimum = 1, Maximum = 500)]
    public string? ApiKey { get; init; }

    /// <summary>A small file; a large one is sent afterwards, piece by piece.</summary>
    public string? Data { get; init; }

    /// <summary>What becomes of a row whose slug is taken. Null: <c>skip</c>.</summary>
    [Field(Values = ["skip", "replace", "rename", "fail"])]
    public string? OnConflict { get; init; }

    /// <summary>Whether nothing is written. Null: false.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The domain of rows that name none. Null: the default domain.</summary>
    public string? Domain { get; init; }

    /// <summary>By field: the column it is read from.</summary>
    public IReadOnlyDictionary<string, string?>? Map { get; init; }

    /// <summary>Checks it.</summary>
    public ImportSettings Check(Dictionary<string, string[]> errors)
    {
        var isService = ImportSources.Services.Contains(Source);
        if (!isService && !ImportSources.Files.Contains(Source))
            errors["source"] = [$"must be {string.Join(", ", ImportSources.Files)}, {string.Join(", ", ImportSources.Services)}"];
        if (isService && !DestinationUrl.TryParse(Url, out _, out var error))
            errors["url"] = [error];
        if (isService && (string.IsNullOrEmpty(ApiKey) || ApiKey.Length > 500 || ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~')))
            errors["apiKey"] = ["must be what the service calls an API key (YOURLS: a signature)"];
        if (isService && Data is not null)
            errors["data"] = ["must not be given: the links come from the service"];
        if (!isService && (Url ?? ApiKey) is not null)
            errors[Url is null ? "apiKey" : "url"] = ["must be given with a service only"];
        if (OnConflict is not (null or "skip" or "replace" or "rename" or "fail"))
            errors["onConflict"] = ["must be skip, replace, rename or fail"];
        foreach (var (field, column) in Map ?? new Dictionary<string, string?>())
        {
            if (!CsvFile.Known.Contains(field))
                errors[string.Create(CultureInfo.InvariantCulture, $"map.{field}")] = [$"is no field of a link ({string.Join(", ", CsvFile.Known)})"];
            else if (string.IsNullOrWhiteSpace(column))
                errors[$"map.{field}"] = ["must be the name of a column"];
        }

        return new ImportSettings
        {
            Url = Url,
            ApiKey = ApiKey,
            OnConflict = OnConflict ?? "skip",
            DryRun = DryRun ?? false,
            Domain = Domain,
            Map = (Map ?? new Dictionary<string, string?>()).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!),
        };
    }
}
