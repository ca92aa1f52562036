using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Links;

/// <summary>What a new link can be given. What is not given is not sent: the server's defaults are known to the server alone.</summary>
internal sealed class CreateOptions
{
    private readonly Argument<string[]> _urls = new("URL")
    {
        Description = "Where it goes: the first one, and the next ones when those before are down",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _slug = new("--slug") { Description = "The path of the short URL; generated when not given", HelpName = "SLUG" };
    private readonly Option<string?> _domain = new("--domain") { Description = "The domain of the short URL", HelpName = "NAME" };
    private readonly Option<string?> _title = new("--title") { Description = "A title for lists", HelpName = "TEXT" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A tag; may be repeated", HelpName = "TAG" };
    private readonly Option<int?> _redirectStatus = new("--redirect-status") { Description = "301, 302, 307 or 308", HelpName = "STATUS" };
    private readonly Option<bool> _forwardQuery = new("--forward-query") { Description = "Pass the visitor's query on" };
    private readonly Option<string?> _startsAt = new("--starts-at") { Description = "From when it redirects, such as 2027-01-31T09:00Z; without a zone it is local time", HelpName = "TIME" };
    private readonly Option<string?> _expiresAt = new("--expires-at") { Description = "When it stops redirecting", HelpName = "TIME" };
    private readonly Option<string?> _fallbackUrl = new("--fallback-url") { Description = "Where it goes when every URL is down; not probed", HelpName = "URL" };
    private readonly Option<bool> _disabled = new("--disabled") { Description = "Create it switched off" };
    private readonly HealthOptions _health = new();

    public void AddTo(Command command)
    {
        command.Add(_urls);
        foreach (var option in (Option[])[_slug, _domain, _title, _tags, _redirectStatus, _forwardQuery, _startsAt, _expiresAt, _fallbackUrl, _disabled])
            command.Add(option);
        _health.AddTo(command);
    }

    /// <summary>The body of <c>POST /api/v1/links</c>.</summary>
    /// <exception cref="CommandFailure">A time is no time.</exception>
    public JsonObject Body(ParseResult parsed, TimeZoneInfo zone)
    {
        var body = new JsonObject
        {
            ["destinations"] = new JsonArray([.. parsed.GetRequiredValue(_urls).Select(url => new JsonObject { ["url"] = url })]),
        };
        Put("slug", parsed.GetValue(_slug));
        Put("domain", parsed.GetValue(_domain));
        Put("title", parsed.GetValue(_title));
        if (parsed.GetValue(_tags) is { Length: > 0 } tags)
            Put("tags", new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]));
        Put("redirectStatus", parsed.GetValue(_redirectStatus));
        Put("forwardQuery", parsed.GetValue(_forwardQuery) ? true : null);
        Put("startsAt", Moment(_startsAt));
        Put("expiresAt", Moment(_expiresAt));
        Put("fallbackUrl", parsed.GetValue(_fallbackUrl));
        Put("enabled", parsed.GetValue(_disabled) ? false : null);
        Put("health", _health.Body(parsed));
        return body;

        void Put(string name, JsonNode? value)
        {
            if (value is not null)
                body[name] = value;
        }

        string? Moment(Option<string?> option) =>
            parsed.GetValue(option) is { } text ? Moments.Read(text, option.Name, zone).ToString("O", CultureInfo.InvariantCulture) : null;
    }
}
