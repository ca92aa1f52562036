using System.Runtime.CompilerServices;
using System.Text;
using Tautan.Links.Creating;

namespace Tautan.Links.Importing.Sources;

/// <summary>A dump of YOURLS' database, as mysqldump and phpMyAdmin write it: the rows that are inserted into <c>…_url</c> or <c>…yourls_url</c>.</summary>
internal sealed class YourlsDump(Func<Stream> open) : IImportSource
{
    // Of the table as YOURLS makes it, where the dump does not name them.
    private static readonly string[] Columns = ["keyword", "url", "title", "timestamp", "ip", "clicks"];

    public long? Total => null;

    public async IAsyncEnumerable<ImportedRow> ReadAsync(long taken, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = open();
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true, 1 << 16);
        var row = 0L;
        foreach (var values in SqlInserts.Read(text, IsTable, cancellationToken))
        {
            if (row++ >= taken)
                yield return Row(row, values);
        }

        if (row == 0 && taken == 0)
            throw new ImportException("There is no INSERT INTO a table of YOURLS' links (yourls_url) in the file.");
    }

    private static bool IsTable(string name) => name.EndsWith("yourls_url", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_url", StringComparison.OrdinalIgnoreCase) || name.Equals("url", StringComparison.OrdinalIgnoreCase);

    private static ImportedRow Row(long number, SqlRow row)
    {
        var names = row.Columns ?? Columns;
        if (row.Error is not null)
            return ImportedRow.Wrong(number, "", row.Error);
        string? Get(string name) => Array.FindIndex(names, column => column.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place && place < row.Values.Count ? row.Values[place] : null;
        if (row.Values.Any(value => value?.Contains('\uFFFD', StringComparison.Ordinal) == true))
            return ImportedRow.Wrong(number, "", "must be UTF-8");
        DateTimeOffset? createdAt = null;
        if (Get("timestamp") is { Length: > 0 } timestamp)
        {
            if (!Fields.TryInstant(timestamp, out var instant))
                return ImportedRow.Wrong(number, "timestamp", "must be a date and time");
            createdAt = instant;
        }

        return new ImportedRow(number, new LinkRequest
        {
            Slug = Get("keyword"),
            Destinations = Fields.To(Get("url")),
            Title = Fields.Title(Get("title"), Get("url")),
        })
        {
            CreatedAt = createdAt,
            Clicks = long.TryParse(Get("clicks"), out var clicks) ? clicks : 0,
        };
    }
}
