using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Tautan.Commands.Check.Documents;

/// <summary>Finds the URLs in the fields of a table (RFC 4180; separated by commas, semicolons, tabs or bars).</summary>
internal static class CsvDocument
{
    public static Document Read(string text)
    {
        var found = new List<Found>();
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, BadDataFound = null, Mode = CsvMode.RFC4180 });
        while (parser.Read())
        {
            // A field may go over several lines, and empty lines are no rows; where in a field a URL stands is told from where its row begins.
            var line = parser.RawRow - parser.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n');
            for (var i = 0; i < parser.Count; i++) found.AddRange(TextDocument.LinksIn(parser[i], line));
        }

        return new Document(found);
    }
}
