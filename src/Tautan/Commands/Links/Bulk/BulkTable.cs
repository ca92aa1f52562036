using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace Tautan.Commands.Links.Bulk;

/// <summary>A table of links (RFC 4180; separated by commas, semicolons or tabs), read row by row, however long it is.</summary>
internal sealed class BulkTable : IDisposable
{
    /// <summary>In UTF-16 units: longer than any field may be, so that a quote that is missing does not swallow the rest of the table.</summary>
    private const int LongestCell = 128 * 1024;

    private static readonly string[] Separators = [",", ";", "\t"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly StreamReader _reader;
    private readonly string _name;
    private readonly List<BulkColumn> _columns;
    private readonly CsvParser _rows;

    /// <param name="stream">The table; it is disposed of with this.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="zone">Where a time without a zone is meant to be.</param>
    /// <exception cref="CommandFailure">It has no heading, or one that is not known.</exception>
    public BulkTable(Stream stream, string name, TimeZoneInfo zone)
    {
        _name = name;
        _reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: true);
        Header = Read(() => _reader.ReadLine()) is { } line && line.AsSpan().Trim().Length > 0 ? line : throw Unusable("line 1 must name the columns, but is empty");
        var separator = Separators.MaxBy(candidate => Header.Split(candidate).Length)!;
        _columns = ColumnsOf(Header, separator, zone);
        _rows = Parser(_reader, separator);
    }

    /// <summary>Its first line.</summary>
    public string Header { get; }

    /// <exception cref="CommandFailure">It cannot be read any further.</exception>
    public IEnumerable<BulkRow> Rows()
    {
        while (Read(_rows.Read))
        {
            var raw = _rows.RawRecord.TrimEnd('\r', '\n');
            yield return RowOf(_rows.Record ?? [], raw, 1 + _rows.RawRow - raw.Count(c => c == '\n'));
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _reader.Dispose();
    }

    private static CsvParser Parser(TextReader reader, string separator) => new(
        reader,
        new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator, BadDataFound = null, MaxFieldSize = LongestCell, Mode = CsvMode.RFC4180 });

    private BulkRow RowOf(string[] cells, string raw, long line)
    {
        if (cells.Length > _columns.Count)
            return new(line, raw, null, $"has {cells.Length} fields, but line 1 names {_columns.Count}; is a quote missing?");
        var link = new JsonObject();
        try
        {
            foreach (var (column, cell) in _columns.Zip(cells))
            {
                if (cell.AsSpan().Trim().Length > 0)
                    column.Put(cell.Trim(), link);
            }
        }
        catch (CommandFailure failure)
        {
            return new(line, raw, null, failure.Message);
        }
        return link.ContainsKey("destinations") ? new(line, raw, link, null) : new(line, raw, null, "has no URL");
    }

    private List<BulkColumn> ColumnsOf(string header, string separator, TimeZoneInfo zone)
    {
        using var parser = Parser(new StringReader(header), separator);
        parser.Read();
        var columns = new List<BulkColumn>();
        foreach (var heading in parser.Record ?? [])
        {
            var column = BulkColumn.Of(heading, zone) ?? throw Unusable($"line 1 names a column \"{heading}\", which is none of {string.Join(", ", BulkColumn.Known)}");
            columns.Add(columns.Any(other => other.Heading.Equals(column.Heading, StringComparison.OrdinalIgnoreCase))
                ? throw Unusable($"line 1 names the column \"{heading}\" twice")
                : column);
        }
        return columns;
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw Unusable("it is not in UTF-8");
        }
        catch (MaxFieldSizeException)
        {
            throw Unusable($"a field that begins at line {1 + _rows.RawRow} or later does not end; is a quote missing?");
        }
        catch (IOException failure)
        {
            throw Unusable(failure.Message);
        }
    }

    private CommandFailure Unusable(string why) => new(ExitCodes.Usage, $"{_name}: {why}");
}
