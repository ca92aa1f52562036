using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary>The fields of a link as options. What is not given is not sent: the server's defaults are known to the server alone.</summary>
internal sealed class FieldOptions
{
    private readonly Option<string?> _slug = new("--slug") { Description = "The path of the short URL; generated when not given", HelpName = "SLUG" };
    private readonly Option<string?> _domain = new("--domain") { Description = "The domain of the short URL", HelpName = "NAME" };
    private readonly Option<string?> _title = new("--title") { Description = "A title for lists", HelpName = "TEXT" };
    private readonly Option<string?> _description = new("--description") { Description = "What it is about", HelpName = "TEXT" };
    private readonly Option<string?> _notes = new("--notes") { Description = "Notes for those who work with it", HelpName = "TEXT" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "A tag; may be repeated", HelpName = "TAG" };
    private readonly Option<string?> _owner = new("--owner") { Description = "Whose it is", HelpName = "TEXT" };
    private readonly Option<string[]> _metadata = new("--metadata") { Description = "A value of your own; may be repeated", HelpName = "KEY=VALUE" };
    private readonly Option<int?> _redirectStatus = new("--redirect-status") { Description = "301, 302, 307 or 308", HelpName = "STATUS" };
    private readonly Option<bool?> _forwardQuery = new("--forward-query") { Description = "Pass the visitor's query on (false: do not)", HelpName = "true|false" };
    private readonly Option<bool?> _pathSuffix = new("--path-suffix") { Description = "Pass on what the visitor adds behind the slug (false: do not)", HelpName = "true|false" };
    private readonly Option<string?> _startsAt = new("--starts-at") { Description = "From when it redirects, such as 2027-01-31T09:00Z; without a zone it is local time", HelpName = "TIME" };
    private readonly Option<string?> _expiresAt = new("--expires-at") { Description = "When it stops redirecting", HelpName = "TIME" };
    private readonly Option<string?> _fallbackUrl = new("--fallback-url") { Description = "Where it goes when every URL is down; not probed", HelpName = "URL" };
    private readonly Option<int?> _maxVisits = new("--max-visits") { Description = "After how many visits it is to end; kept, but not yet enforced", HelpName = "N" };
    private readonly UtmOptions _utm = new();
    private readonly HealthOptions _health = new();

    public FieldOptions() => _redirectStatus.CompletionSources.Add("301", "302", "307", "308");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
                 [
                     _slug, _domain, _title, _description, _notes, _tags, _owner, _metadata, _redirectStatus, _forwardQuery, _pathSuffix, _startsAt,
                     _expiresAt, _fallbackUrl, _maxVisits,
                 ])
            command.Add(option);
        _utm.AddTo(command);
        _health.AddTo(command);
    }

    /// <summary>Puts what was given into the body of a request.</summary>
    /// <exception cref="CommandFailure">A time is no time, or metadata has no key.</exception>
    public void Put(ParseResult parsed, TimeZoneInfo zone, JsonObject body)
    {
        body.PutGiven("slug", parsed.GetValue(_slug));
        body.PutGiven("domain", parsed.GetValue(_domain));
        body.PutGiven("title", parsed.GetValue(_title));
        body.PutGiven("description", parsed.GetValue(_description));
        body.PutGiven("notes", parsed.GetValue(_notes));
        body.PutGiven("tags", JsonBuilding.ArrayOf(parsed.GetValue(_tags)));
        body.PutGiven("owner", parsed.GetValue(_owner));
        body.PutGiven("metadata", Metadata(parsed.GetValue(_metadata)));
        body.PutGiven("redirectStatus", parsed.GetValue(_redirectStatus));
        body.PutGiven("forwardQuery", parsed.GetValue(_forwardQuery));
        body.PutGiven("pathSuffix", parsed.GetValue(_pathSuffix));
        body.PutGiven("startsAt", Moment(_startsAt));
        body.PutGiven("expiresAt", Moment(_expiresAt));
        body.PutGiven("fallbackUrl", parsed.GetValue(_fallbackUrl));
        body.PutGiven("maxVisits", parsed.GetValue(_maxVisits));
        body.PutGiven("utm", _utm.Body(parsed));
        body.PutGiven("health", _health.Body(parsed));

        string? Moment(Option<string?> option) =>
            parsed.GetValue(option) is { } text ? Moments.Read(text, option.Name, zone).ToString("O", CultureInfo.InvariantCulture) : null;
    }

    private static JsonObject? Metadata(string[]? given)
    {
        if (given is null or { Length: 0 })
            return null;
        var metadata = new JsonObject();
        foreach (var pair in given)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new CommandFailure(ExitCodes.Usage, $"--metadata must be KEY=VALUE, but is \"{pair}\"");
            if (!metadata.TryAdd(pair[..equals], pair[(equals + 1)..]))
                throw new CommandFailure(ExitCodes.Usage, $"--metadata names \"{pair[..equals]}\" twice");
        }
        return metadata;
    }
}
