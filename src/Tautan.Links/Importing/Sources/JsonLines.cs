using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tautan.Links.Creating;
using Tautan.Platform.Web;

namespace Tautan.Links.Importing.Sources;

/// <summary>Our own export: a link a line, as JSON.</summary>
internal sealed class JsonLines(Func<Stream> open) : IImportSource
{
    private const int Longest = 1024 * 1024;

    public long? Total => null;

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = open();
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true, 1 << 16);
        var row = 0L;
        for (var line = 1L; await text.ReadLineAsync(cancellationToken) is { } json; line++)
        {
            if (string.IsNullOrWhiteSpace(json) || row++ < taken)
                continue;
            yield return Row(line, json);
        }
    }

    private static ImportedRow Row(long line, string json)
    {
        if (json.Length > Longest)
            return ImportedRow.Wrong(line, "", $"must have at most {Longest} characters");
        if (json.Contains('\uFFFD', StringComparison.Ordinal))
            return ImportedRow.Wrong(line, "", "must be UTF-8");
        try
        {
            return JsonSerializer.Deserialize<ExportedLink>(json, JsonBody.Options) is { } link
                ? new ImportedRow(line, link) { CreatedAt = link.CreatedAt, Clicks = link.ImportedClicks ?? 0 }
                : ImportedRow.Wrong(line, "", "must be a JSON object");
        }
        catch (JsonException exception)
        {
            var problem = JsonBody.Describe<ExportedLink>(exception, "The line");
            var (field, expected) = problem.Errors?.FirstOrDefault() is { Value: [var first, ..] } error ? (error.Key, first) : ("", problem.Detail);
            return ImportedRow.Wrong(line, field, expected);
        }
    }
}

/// <summary>A link as the export writes it: what makes one, and what a new one cannot say of itself.</summary>
internal sealed record ExportedLink : LinkRequest
{
    public DateTimeOffset? CreatedAt { get; init; }

    public long? ImportedClicks { get; init; }

    /// <summary>For whoever reads it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ShortUrl { get; init; }
}
