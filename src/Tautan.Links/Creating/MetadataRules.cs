using System.Globalization;
using System.Text.Json;

namespace Tautan.Links.Creating;

/// <summary>What a caller keeps with a link for himself: up to 20 texts by name.</summary>
internal static class MetadataRules
{
    private const int Most = 20;
    private const int LongestKey = 64;
    private const int LongestValue = 500;

    private static readonly JsonSerializerOptions Stored = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Checks them, and writes them as JSON in the order of their names; null where there is none.</summary>
    public static string? Check(IReadOnlyDictionary<string, string?>? metadata, Dictionary<string, string[]> errors)
    {
        if (metadata is null || metadata.Count == 0)
            return null;
        if (metadata.Count > Most)
            errors["metadata"] = [string.Create(CultureInfo.InvariantCulture, $"must have at most {Most} keys, and has {metadata.Count}")];
        foreach (var (key, value) in metadata.Take(Most))
        {
            if (LinkText.Length(key) is 0 or > LongestKey || !LinkText.IsText(key) || key.Any(char.IsControl))
                errors["metadata"] = [string.Create(CultureInfo.InvariantCulture, $"must have keys of 1 to {LongestKey} characters without control characters")];
            else if (value is null || LinkText.Length(value) > LongestValue || !LinkText.IsText(value))
                errors[$"metadata.{key}"] = [string.Create(CultureInfo.InvariantCulture, $"must be a text of at most {LongestValue} characters without control characters but tab and line ends")];
        }

        return JsonSerializer.Serialize(new SortedDictionary<string, string?>(metadata.ToDictionary(), StringComparer.Ordinal), Stored);
    }

    public static IReadOnlyDictionary<string, string> Read(string? stored) =>
        stored is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize<SortedDictionary<string, string>>(stored)!;
}
