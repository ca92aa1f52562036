using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Domains;

/// <summary>The settings of a domain as options. What is not given is not sent.</summary>
internal sealed class DomainOptions
{
    private readonly Option<int?> _redirectStatus = new("--redirect-status") { Description = "301, 302, 307 or 308, for links that say nothing", HelpName = "STATUS" };
    private readonly Option<bool?> _forwardQuery = new("--forward-query") { Description = "New links pass the visitor's query on", HelpName = "true|false" };
    private readonly Option<bool?> _pathSuffix = new("--path-suffix") { Description = "Pass on what the visitor adds behind the slug", HelpName = "true|false" };
    private readonly Option<int?> _slugLength = new("--slug-length") { Description = "Characters of a generated slug", HelpName = "N" };
    private readonly Option<bool?> _disallowRobots = new("--disallow-robots") { Description = "Ask search engines to stay away", HelpName = "true|false" };
    private readonly Option<string?> _baseUrl = new("--base-redirect-url") { Description = "Where the domain without a path leads", HelpName = "URL" };
    private readonly Option<string?> _unknownUrl = new("--unknown-redirect-url") { Description = "Where a slug that is not there leads", HelpName = "URL" };
    private readonly Option<string?> _expiredUrl = new("--expired-redirect-url") { Description = "Where a link that has ended leads", HelpName = "URL" };

    public DomainOptions() => _redirectStatus.CompletionSources.Add("301", "302", "307", "308");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_redirectStatus, _forwardQuery, _pathSuffix, _slugLength, _disallowRobots, _baseUrl, _unknownUrl, _expiredUrl])
            command.Add(option);
    }

    public void Put(ParseResult parsed, JsonObject body)
    {
        body.PutGiven("redirectStatus", parsed.GetValue(_redirectStatus));
        body.PutGiven("forwardQuery", parsed.GetValue(_forwardQuery));
        body.PutGiven("pathSuffix", parsed.GetValue(_pathSuffix));
        body.PutGiven("slugLength", parsed.GetValue(_slugLength));
        body.PutGiven("disallowRobots", parsed.GetValue(_disallowRobots));
        body.PutGiven("baseRedirectUrl", parsed.GetValue(_baseUrl));
        body.PutGiven("unknownRedirectUrl", parsed.GetValue(_unknownUrl));
        body.PutGiven("expiredRedirectUrl", parsed.GetValue(_expiredUrl));
    }
}
