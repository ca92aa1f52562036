using System.Globalization;
using System.Text;
using System.Xml;
using Tautan.Commands.Check.Checking;

namespace Tautan.Commands.Check.Reporting;

/// <summary>For CI servers: JUnit's XML, a suite a document, a case a link in it.</summary>
internal static class JUnitReport
{
    private const string Given = "(given)";

    public static void Write(CheckReport report, TextWriter output)
    {
        var suites = report.Items
            .SelectMany(item => (item.Sources.Count == 0 ? [new CheckSource(Given, 0)] : item.Sources).Select(source => (Item: item, Source: source)))
            .GroupBy(place => place.Source.File)
            .ToList();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CheckCharacters = false, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "tautan check");
            foreach (var suite in suites) Write(xml, suite.Key, [.. suite]);
            xml.WriteEndElement();
        }

        output.WriteLine();
    }

    private static void Write(XmlWriter xml, string file, List<(CheckItem Item, CheckSource Source)> cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Text(file));
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(cases.Count(one => one.Item.Outcome is { IsUp: false })));
        xml.WriteAttributeString("skipped", Number(cases.Count(one => one.Item.Outcome is null)));
        foreach (var (item, source) in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", Text(item.Url));
            xml.WriteAttributeString("classname", Text(file));
            if (source.Line > 0)
            {
                xml.WriteAttributeString("file", Text(file));
                xml.WriteAttributeString("line", Number(source.Line));
            }

            xml.WriteAttributeString("time", ((item.Outcome?.Milliseconds ?? 0) / 1000).ToString("F3", CultureInfo.InvariantCulture));
            if (item.Outcome is null)
            {
                xml.WriteStartElement("skipped");
                xml.WriteEndElement();
            }
            else if (!item.Outcome.IsUp)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", item.Outcome.Reason);
                xml.WriteAttributeString("message", Text(Words.Of(item.Outcome)));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // XML 1.0 §2.2 has no place for most control characters, escaped or not.
    private static string Text(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        return clean.ToString();
    }
}
