using System.Globalization;
using System.Text.Json;
using Tautan.Platform.Outbound;
using Tautan.Platform.Urls;

namespace Tautan.Links.Importing.Sources;

/// <summary>The API of another service, asked one page after another.</summary>
internal sealed class ServiceApi(OutboundFetcher fetcher, ImportSettings settings, Guid workspace)
{
    private const int MostBytes = 32 * 1024 * 1024;
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeNext = TimeSpan.FromSeconds(2);

    public string ApiKey => settings.ApiKey ?? "";

    /// <summary>Asks for a path below the service's URL.</summary>
    /// <exception cref="ImportException">It does not answer as it should.</exception>
    public async Task<JsonElement> GetAsync(string pathAndQuery, (string Name, string Value)? header, CancellationToken cancellationToken)
    {
        if (!DestinationUrl.TryParse(settings.Url, out var url, out var error))
            throw new ImportException($"The url of the service {error}.");
        var address = new Uri(url.Location.TrimEnd('/') + pathAndQuery);
        for (var attempt = 1; ; attempt++)
        {
            var document = await fetcher.GetAsync(address, workspace, MostBytes, Patience, ignoreCertificateErrors: false, cancellationToken, header is { } sent ? [KeyValuePair.Create(sent.Name, sent.Value)] : null);
            if (document.Error is null)
                return Parse(document.Body, address);
            // What is refused is refused again; what is busy or away may not be.
            if (attempt == Tries || document.Status is >= 400 and < 500 and not 429)
                throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"{address.GetLeftPart(UriPartial.Path)}: {document.Error}{(document.Status is 401 or 403 ? "; is the API key right?" : "")}."));
            await Task.Delay(BeforeNext * attempt, cancellationToken);
        }
    }

    private static JsonElement Parse(byte[] body, Uri address)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new ImportException($"{address.GetLeftPart(UriPartial.Path)} does not answer JSON.");
        }
    }
}

/// <summary>Members of JSON that somebody else wrote.</summary>
internal static class ForeignJson
{
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        long.TryParse(element.Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? Instant(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Text(path) is { } text && Fields.TryInstant(text, out var instant) ? instant : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return [];
        }

        return element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray(),
            JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value),
            _ => [],
        };
    }
}
