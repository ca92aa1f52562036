using System.Xml;

namespace Tautan.Commands.Check.Documents;

/// <summary>The URLs of a sitemap or of an index of sitemaps (sitemaps.org 0.9), with those of other languages.</summary>
internal static class SitemapDocument
{
    /// <exception cref="FormatException">It is no XML.</exception>
    public static Document Read(string text)
    {
        var found = new List<Found>();

        // No document type: nothing is expanded, and nothing is fetched.
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var lines = (IXmlLineInfo)reader;
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                var line = lines.LineNumber;
                if (reader.LocalName == "link" && reader.GetAttribute("href") is { } alternate) found.Add(new Found(alternate.Trim(), line));
                else if (reader.LocalName == "loc" && !reader.IsEmptyElement && reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) found.Add(new Found(reader.Value.Trim(), line));
            }
        }
        catch (XmlException e)
        {
            throw new FormatException($"line {e.LineNumber}: it is no XML: {e.Message}", e);
        }

        return new Document(found);
    }
}
