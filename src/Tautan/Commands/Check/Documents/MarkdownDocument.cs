using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tautan.Commands.Check.Documents;

/// <summary>The links and anchors of a Markdown document: CommonMark with what GitHub adds. What is code is no link.</summary>
internal static class MarkdownDocument
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UseAutoLinks().UsePipeTables().UseFootnotes().UseYamlFrontMatter().Build();

    /// <param name="text">All of it.</param>
    /// <param name="withCode">Whether the URLs in code are links.</param>
    /// <exception cref="FormatException">It is nested more deeply than any person would.</exception>
    public static Document Read(string text, bool withCode)
    {
        try
        {
            return Read(Markdown.Parse(text, Pipeline), withCode);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static Document Read(Markdig.Syntax.MarkdownDocument document, bool withCode)
    {
        var links = new List<Found>();
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        var headings = new HeadingAnchors();
        var used = new HashSet<LinkReferenceDefinition>();
        foreach (var part in document.Descendants())
        {
            switch (part)
            {
                case LinkInline link:
                    if (link.Reference is { } reference) used.Add(reference);
                    if (link.Url is { } url) links.Add(new Found(url, link.Line + 1));
                    break;
                case AutolinkInline link:
                    links.Add(new Found(link.IsEmail ? $"mailto:{link.Url}" : link.Url, link.Line + 1));
                    break;
                case HtmlInline html:
                    if (html.Tag.Contains('=', StringComparison.Ordinal)) AddHtml(html.Tag, html.Line + 1, links, anchors, headings);
                    break;
                case YamlFrontMatterBlock:
                    break;
                case HtmlBlock html:
                    AddHtml(html.Lines.ToString(), html.Line + 1, links, anchors, headings);
                    break;
                case HeadingBlock heading:
                    AddHeading(TextOf(heading.Inline), headings, anchors);
                    break;
                case CodeBlock code when withCode:
                    links.AddRange(TextDocument.LinksIn(code.Lines.ToString(), code.Line + (code is FencedCodeBlock ? 2 : 1)));
                    break;
                case CodeInline code when withCode:
                    links.AddRange(TextDocument.LinksIn(code.Content, code.Line + 1));
                    break;
            }
        }

        // A definition that nothing refers to is a link all the same.
        foreach (var definition in document.Descendants<LinkReferenceDefinition>().Where(definition => definition.Url is not null && !used.Contains(definition) && definition is not Markdig.Extensions.Footnotes.FootnoteLinkReferenceDefinition))
            links.Add(new Found(definition.Url!, definition.Line + 1));
        return new Document(links, anchors);
    }

    private static void AddHtml(string html, int line, List<Found> links, HashSet<string> anchors, HeadingAnchors headings)
    {
        var piece = HtmlDocument.Read(html, line);
        links.AddRange(piece.Links);
        anchors.UnionWith(piece.Anchors ?? new HashSet<string>());
        foreach (var heading in piece.Headings) AddHeading(heading, headings, anchors);
    }

    // With and without the spaces that an icon or an anchor before it leaves: renderers do not agree.
    private static void AddHeading(string heading, HeadingAnchors headings, HashSet<string> anchors)
    {
        // An id that the author gives, as Docusaurus, kramdown and Pandoc write it.
        if (heading.EndsWith('}') && heading.LastIndexOf("{#", StringComparison.Ordinal) is >= 0 and var own)
        {
            anchors.Add(heading[(own + 2)..^1].Trim());
            heading = heading[..own];
        }

        anchors.Add(headings.Next(heading));
        if (heading.Length > 0 && (char.IsWhiteSpace(heading[0]) || char.IsWhiteSpace(heading[^1]))) anchors.Add(HeadingAnchors.Slug(heading));
    }

    // What stands for a picture is not read with the heading.
    private static string TextOf(ContainerInline? inline) => string.Concat((inline ?? []).Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LinkInline { IsImage: true } => "",
        ContainerInline inner => TextOf(inner),
        _ => "",
    }));
}
