using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace Tautan.Commands.Check.Documents;

/// <summary>
/// The links and anchors of a page, or of a piece of one. Read tag by tag, without a tree: that takes as long as the page is
/// long, however deeply a stranger nests it.
/// </summary>
internal sealed class HtmlDocument
{
    // GitHub puts it before the ids that authors write.
    private const string AuthorPrefix = "user-content-";

    // HTML, "other elements whose end tag ends foreign content": of those, the ones that pages have.
    private static readonly HashSet<string> NeverForeign = new(StringComparer.Ordinal) { "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "head", "img", "li", "p", "pre", "table", "ul" };

    private readonly HtmlTokenizer _tokens;
    private readonly int _linesBefore;
    private readonly List<Found> _links = [];
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);
    private readonly List<string> _headings = [];
    private string? _base;
    private StringBuilder? _heading;
    private bool _isInStyle;

    // To another page at once, which then has the anchors.
    private bool _leadsOn;

    // How many elements of SVG and MathML are open: in those, scripts and styles are read like all else.
    private int _foreign;

    private HtmlDocument(HtmlTokenizer tokens, int linesBefore) => (_tokens, _linesBefore) = (tokens, linesBefore);

    /// <param name="text">The page.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public static Document Read(string text, int firstLine = 1)
    {
        using var source = new TextSource(text);
        using var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        return new HtmlDocument(tokens, firstLine - 1).Read();
    }

    private Document Read()
    {
        while (_tokens.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            var line = _linesBefore + Math.Max(token.Position.Line, 1);
            switch (token.Type)
            {
                case HtmlTokenType.StartTag: Open(token.AsTag(), line); break;
                case HtmlTokenType.EndTag: Close(token.Name); break;
                case HtmlTokenType.Character when _isInStyle: Add(StyleUrls.In(token.Data), line); break;
                case HtmlTokenType.Character: _heading?.Append(token.Data); break;
            }
        }

        return new Document(_links, _leadsOn ? null : _anchors, _base) { Headings = _headings };
    }

    private void Open(HtmlTagToken tag, int line)
    {
        if (HtmlAttributes.ValueOf(tag, "id") is { Length: > 0 } id) AddAnchor(id);
        if (tag.Name is "a" or "map" && HtmlAttributes.ValueOf(tag, "name") is { Length: > 0 } name) AddAnchor(name);
        if (tag.Name == "base") _base ??= HtmlAttributes.ValueOf(tag, "href");
        if (HtmlAttributes.LeadsOn(tag)) _leadsOn = true;
        Add(HtmlAttributes.UrlsOf(tag), line);

        if (IsHeading(tag.Name)) _heading = new StringBuilder();
        if (tag.Name is "svg" or "math" && !tag.IsSelfClosing) _foreign++;
        else if (NeverForeign.Contains(tag.Name)) _foreign = 0;
        _tokens.IsAcceptingCharacterData = _foreign > 0;
        _isInStyle = tag.Name == "style" && !(_foreign > 0 && tag.IsSelfClosing);
        if (_foreign == 0) _tokens.State = ModeIn(tag.Name);
    }

    private void Close(string name)
    {
        _isInStyle = false;
        if (name is "svg" or "math" && _foreign > 0) _foreign--;
        if (!IsHeading(name) || _heading is null) return;
        _headings.Add(_heading.ToString());
        _heading = null;
    }

    // What is in it is text (HTML, "parsing elements that contain only text"); as without scripts, noscript is not.
    private static HtmlParseMode ModeIn(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "textarea" or "title" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };

    private static bool IsHeading(string name) => name is ['h', >= '1' and <= '6'];

    private void Add(IEnumerable<string> urls, int line)
    {
        foreach (var url in urls) _links.Add(new Found(url.Trim(), line));
    }

    private void AddAnchor(string anchor)
    {
        _anchors.Add(anchor);
        if (anchor.StartsWith(AuthorPrefix, StringComparison.Ordinal)) _anchors.Add(anchor[AuthorPrefix.Length..]);
    }
}
