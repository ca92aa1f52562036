using System.Xml;

namespace Tautan.Commands.Check.Documents;

/// <summary>The URLs of a sitemap or of an index of sitemaps (sitemaps.org 0.9), with those of other languages.</summary>
internal static class SitemapDocument
{
    /// <exception cref="FormatException">It is no XML.</exception>
    public static Document Read(string text)
    {
        var (found, sitemaps) = (new List<Found>(), new List<string>());

        // No document type: nothing is expanded, and nothing is fetched.
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var lines = (IXmlLineInfo)reader;
        var (outer, element, line) = ("", "", 1);
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    (outer, element, line) = (reader.LocalName is "sitemap" or "url" ? reader.LocalName : outer, reader.LocalName, lines.LineNumber);
                    if (element == "link" && reader.GetAttribute("href") is { } alternate) found.Add(new Found(alternate.Trim(), line));
                }
                else if (element == "loc" && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    found.Add(new Found(reader.Value.Trim(), line));
                    if (outer == "sitemap") sitemaps.Add(reader.Value.Trim());
                }
                else if (reader.NodeType == XmlNodeType.EndElement)
                {
                    element = "";
                }
            }
        }
        catch (XmlException e)
        {
            throw new FormatException($"line {e.LineNumber}: it is no XML: {e.Message}", e);
        }

        return new Document(found) { Sitemaps = sitemaps };
    }
}
