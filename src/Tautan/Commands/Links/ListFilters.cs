using System.CommandLine;
using System.Globalization;

namespace Tautan.Commands.Links;

/// <summary>Which links: every filter of the list, as options.</summary>
internal sealed class ListFilters
{
    private readonly Option<string?> _search = new("--search") { Description = "Only links with this in slug, title, tags or URLs", HelpName = "TEXT" };
    private readonly Option<string?> _slug = new("--slug") { Description = "Only links with this slug", HelpName = "SLUG" };
    private readonly Option<string[]> _tag = new("--tag") { Description = "Only links with this tag; repeated: with all of them", HelpName = "TAG" };
    private readonly Option<string[]> _tagAny = new("--tag-any") { Description = "Only links with one of these tags; may be repeated", HelpName = "TAG" };
    private readonly Option<string[]> _tagNone = new("--tag-none") { Description = "Only links without this tag; may be repeated", HelpName = "TAG" };
    private readonly Option<string?> _verdict = new("--verdict") { Description = "Only up, down, unknown or paused ones", HelpName = "VERDICT" };
    private readonly Option<bool?> _failedOver = new("--failed-over") { Description = "Only links that serve another than their first URL (false: only the others)", HelpName = "true|false" };
    private readonly Option<string?> _domain = new("--domain") { Description = "Only links of this domain", HelpName = "NAME" };
    private readonly Option<string?> _status = new("--status") { Description = "Only active, scheduled, expired or disabled ones", HelpName = "STATUS" };
    private readonly Option<string?> _archived = new("--archived") { Description = "Archived ones (any: whether archived or not) [false]", HelpName = "true|false|any", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _host = new("--host") { Description = "Only links with a URL on this host", HelpName = "NAME" };
    private readonly Option<bool?> _hasExpiry = new("--has-expiry") { Description = "Only links that end some day (false: only the others)", HelpName = "true|false" };

    private readonly IReadOnlyList<(string Name, Option<string?> Option)> _times =
    [
        ("createdAfter", new("--created-after") { Description = "Only links made then or later", HelpName = "TIME" }),
        ("createdBefore", new("--created-before") { Description = "Only links made earlier", HelpName = "TIME" }),
        ("updatedAfter", new("--updated-after") { Description = "Only links changed then or later", HelpName = "TIME" }),
        ("updatedBefore", new("--updated-before") { Description = "Only links last changed earlier", HelpName = "TIME" }),
    ];

    public ListFilters()
    {
        _verdict.CompletionSources.Add("up", "down", "unknown", "paused");
        _status.CompletionSources.Add("active", "scheduled", "expired", "disabled");
        _archived.CompletionSources.Add("true", "false", "any");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
                 [_search, _slug, _tag, _tagAny, _tagNone, _verdict, _failedOver, _domain, _status, _archived, _host, _hasExpiry, .. _times.Select(t => t.Option)])
            command.Add(option);
    }

    /// <exception cref="CommandFailure">A time is no time.</exception>
    public IReadOnlyList<(string Name, string? Value)> Query(ParseResult parsed, TimeZoneInfo zone) =>
    [
        ("search", parsed.GetValue(_search)),
        ("slug", parsed.GetValue(_slug)?.Normalize()),
        .. Repeated(parsed, "tag", _tag),
        .. Repeated(parsed, "tagAny", _tagAny),
        .. Repeated(parsed, "tagNone", _tagNone),
        ("verdict", parsed.GetValue(_verdict)),
        ("failedOver", Word(parsed.GetValue(_failedOver))),
        ("domain", parsed.GetValue(_domain)),
        ("status", parsed.GetValue(_status)),
        ("archived", parsed.GetResult(_archived) is { Tokens.Count: 0, Implicit: false } ? "true" : parsed.GetValue(_archived)),
        ("host", parsed.GetValue(_host)),
        ("hasExpiry", Word(parsed.GetValue(_hasExpiry))),
        .. _times.Select(time => (time.Name, parsed.GetValue(time.Option) is { } text
            ? Moments.Read(text, time.Option.Name, zone).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
            : null)),
    ];

    private static string? Word(bool? flag) => flag switch { true => "true", false => "false", null => null };

    private static IEnumerable<(string, string?)> Repeated(ParseResult parsed, string name, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).Select(value => (name, (string?)value));
}
