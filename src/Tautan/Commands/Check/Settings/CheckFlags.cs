using System.CommandLine;

namespace Tautan.Commands.Check.Settings;

/// <summary>The flags of <c>tautan check</c>. Each is also a key of the settings file, without its hyphens in front.</summary>
internal sealed class CheckFlags
{
    public Argument<string[]> Inputs { get; } = new("input") { HelpName = "FILE|DIR|URL", Description = "URLs, files, patterns, directories; - is standard input [the working directory]", Arity = ArgumentArity.ZeroOrMore };

    public Option<string?> Format { get; } = new("--format") { Description = "The form of the result [table]", HelpName = "table|json|junit|markdown" };

    public Option<string[]> Include { get; } = Several("--include", "Check only what this matches; may be repeated", "REGEX");

    public Option<string[]> Exclude { get; } = Several("--exclude", "Check nothing that this matches; may be repeated", "REGEX");

    public Option<string?> Accept { get; } = new("--accept") { Description = "Statuses that are right, in place of the rules", HelpName = "200..299,403" };

    public Option<string?> MaxAge { get; } = new("--max-age") { Description = "Do not ask again for what was up so shortly before, such as 12h or 7d", HelpName = "TIME" };

    public Option<string?> Cache { get; } = new("--cache") { Description = "Where that is remembered [.tautan-check-cache]", HelpName = "FILE" };

    public Option<string?> Timeout { get; } = new("--timeout") { Description = "For one URL with its redirects, 1s to 10m [20s]", HelpName = "TIME" };

    public Option<int?> Retries { get; } = new("--retries") { Description = "How often what may be bad luck is tried again, 0 to 10 [2]", HelpName = "N" };

    public Option<int?> Concurrency { get; } = new("--concurrency") { Description = "Requests at a time, 1 to 1000; at most 10 of them to one host [64]", HelpName = "N" };

    public Option<bool> Offline { get; } = new("--offline") { Description = "Check local files and their anchors only" };

    public Option<bool> PublicOnly { get; } = new("--public-only") { Description = "Refuse addresses that are not public, such as those of this machine and its networks" };

    public Option<bool> IgnoreTlsErrors { get; } = new("--ignore-tls-errors") { Description = "Take any certificate" };

    public Option<bool> IncludeCode { get; } = new("--include-code") { Description = "Check the URLs in code, too" };

    public Option<bool> NoIgnore { get; } = new("--no-ignore") { Description = "Read also what .gitignore leaves out" };

    public Option<string?> Proxy { get; } = new("--proxy") { Description = "Ask for everything through this proxy, which then takes the place of --public-only", HelpName = "URL" };

    public Option<bool> NoPages { get; } = new("--no-pages") { Description = "Check a URL that is given, and not the links of its page" };

    public Option<string[]> Header { get; } = Several("--header", "A header to send; may be repeated", "\"NAME: VALUE\"");

    public Option<string?> BaseUrl { get; } = new("--base-url") { Description = "What relative links begin from, in place of the document's own place", HelpName = "URL" };

    public Option<string?> RootDir { get; } = new("--root-dir") { Description = "The directory that links beginning with / mean [the working directory]", HelpName = "DIR" };

    public Option<string?> Config { get; } = new("--config") { Description = "The settings file [tautan-check.toml or tautan-check.json]", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(Inputs);
        foreach (var option in (Option[])[Format, Include, Exclude, Accept, MaxAge, Cache, Timeout, Retries, Concurrency, Offline, PublicOnly, IgnoreTlsErrors, IncludeCode, NoIgnore, Proxy, NoPages, Header, BaseUrl, RootDir, Config])
            command.Add(option);
    }

    // One value each time it is named: what follows is an input.
    private static Option<string[]> Several(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
}
