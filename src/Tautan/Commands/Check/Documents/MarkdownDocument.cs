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

    public static Document Read(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
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
                    AddHtml(html.Tag, html.Line + 1, links, anchors);
                    break;
                case YamlFrontMatterBlock:
                    break;
                case HtmlBlock html:
                    AddHtml(html.Lines.ToString(), html.Line + 1, links, anchors);
                    break;
                case HeadingBlock heading:
                    anchors.Add(headings.Next(TextOf(heading.Inline)));
                    break;
            }
        }

        // A definition that nothing refers to is a link all the same.
        foreach (var definition in document.Descendants<LinkReferenceDefinition>().Where(definition => definition.Url is not null && !used.Contains(definition) && definition is not Markdig.Extensions.Footnotes.FootnoteLinkReferenceDefinition))
            links.Add(new Found(definition.Url!, definition.Line + 1));
        return new Document(links, anchors);
    }

    private static void AddHtml(string html, int line, List<Found> links, HashSet<string> anchors)
    {
        if (!html.Contains('=', StringComparison.Ordinal)) return;
        var piece = HtmlDocument.Read(html, line);
        links.AddRange(piece.Links);
        anchors.UnionWith(piece.Anchors!);
    }

    private static string TextOf(ContainerInline? inline) => string.Concat((inline?.Descendants() ?? []).Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        _ => "",
    }));
}
