using System.Globalization;

namespace Tautan.Health.Validating;

/// <summary>A request that is as it must be.</summary>
/// <param name="Urls">1 to 100, as given; whether they are valid is what is asked.</param>
/// <param name="Probe">Each is fetched once.</param>
internal sealed record ValidationSpec(IReadOnlyList<string> Urls, bool Probe)
{
    public const int MostUrls = 100;

    public static ValidationSpec Check(ValidationRequest request, out Dictionary<string, string[]> errors)
    {
        errors = [];
        if (request.Url is null == request.Urls is null) errors["url"] = ["must be given, or urls, and not both"];
        if (request.Urls is { } urls)
        {
            if (urls.Count is < 1 or > MostUrls) errors["urls"] = ["must have 1 to 100 URLs"];
            for (var i = 0; i < Math.Min(urls.Count, MostUrls); i++)
            {
                if (urls[i] is null) errors[string.Create(CultureInfo.InvariantCulture, $"urls[{i}]")] = ["must be a string"];
            }
        }

        return new ValidationSpec([.. (request.Urls ?? [request.Url]).Select(url => url ?? "")], request.Probe ?? true);
    }
}
