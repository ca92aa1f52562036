using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Check.Addresses;
using Tautan.Platform.Outbound;

namespace Tautan.Commands.Check.Settings;

/// <summary>Puts together what flags and the settings file say. A flag takes the place of what the file says.</summary>
internal sealed class SettingsReader(CheckFlags flags, ParseResult parsed, string workingDirectory)
{
    private static readonly string[] Keys =
    [
        "inputs", "format", "include", "exclude", "accept", "max-age", "cache", "timeout", "retries", "concurrency", "offline", "public-only",
        "ignore-tls-errors", "include-code", "no-ignore", "proxy", "no-pages", "headers", "base-url", "root-dir",
    ];

    private readonly SettingsFile _file = SettingsFile.Find(parsed.GetValue(flags.Config), workingDirectory);

    /// <exception cref="CommandFailure">A value is not what it should be.</exception>
    public CheckSettings Read()
    {
        if (_file.Keys.FirstOrDefault(key => !Keys.Contains(key)) is { } unknown)
            throw new CommandFailure(ExitCodes.Usage, $"{_file.Name}: there is no setting '{unknown}'; there are {string.Join(", ", Keys)}");
        var root = Text(flags.RootDir, "root-dir", path => Directory.Exists(Path.GetFullPath(path, workingDirectory)) ? Path.GetFullPath(path, workingDirectory) : null, "a directory that is there");
        return new CheckSettings
        {
            WorkingDirectory = workingDirectory,
            Inputs = parsed.GetValue(flags.Inputs) is { Length: > 0 } given ? given : Texts("inputs") ?? [],
            Format = Value(flags.Format, "format", CheckValues.Format, CheckValues.FormatWords) ?? ReportFormat.Table,
            Filter = new UrlFilter(
                All(flags.Include, "include", CheckValues.Pattern, CheckValues.PatternWords),
                All(flags.Exclude, "exclude", CheckValues.Pattern, CheckValues.PatternWords)),
            Accept = Text(flags.Accept, "accept", CheckValues.Accept, CheckValues.AcceptWords),
            MaxAge = Value(flags.MaxAge, "max-age", CheckValues.Duration, CheckValues.DurationWords) ?? TimeSpan.Zero,
            CacheFile = CacheFile(),
            Timeout = Value<TimeSpan>(flags.Timeout, "timeout", text => CheckValues.Duration(text) is { } time && time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromMinutes(10) ? time : null, "a time from 1s to 10m") ?? TimeSpan.FromSeconds(20),
            Retries = Number(flags.Retries, "retries", 0, 10) ?? 2,
            Concurrency = Number(flags.Concurrency, "concurrency", 1, 1000) ?? 64,
            Offline = Truth(flags.Offline, "offline"),
            PublicOnly = Truth(flags.PublicOnly, "public-only"),
            IgnoreTlsErrors = Truth(flags.IgnoreTlsErrors, "ignore-tls-errors"),
            IncludeCode = Truth(flags.IncludeCode, "include-code"),
            NoIgnore = Truth(flags.NoIgnore, "no-ignore"),
            Proxy = Text(flags.Proxy, "proxy", text => OutboundProxy.TryParse(text, out var proxy) ? proxy : null, "the URL of a proxy such as http://proxy.example:3128"),
            NoPages = Truth(flags.NoPages, "no-pages"),
            Headers = Headers(),
            BaseUrl = Text(flags.BaseUrl, "base-url", CheckValues.Url, "an absolute http or https URL"),
            RootDirectory = root ?? workingDirectory,
        };
    }

    private T? Text<T>(Option<string?> flag, string key, Func<string, T?> read, string expected)
        where T : class
    {
        if (parsed.GetValue(flag) is { } given) return read(given) ?? throw WrongFlag(flag, given, expected);
        if (_file.Get(key) is not { } node) return null;
        return AsText(node) is { } text && read(text) is { } value ? value : throw _file.Wrong(key, expected);
    }

    private T? Value<T>(Option<string?> flag, string key, Func<string, T?> read, string expected)
        where T : struct
    {
        if (parsed.GetValue(flag) is { } given) return read(given) ?? throw WrongFlag(flag, given, expected);
        if (_file.Get(key) is not { } node) return null;
        return AsText(node) is { } text && read(text) is { } value ? value : throw _file.Wrong(key, expected);
    }

    private List<T> All<T>(Option<string[]> flag, string key, Func<string, T?> read, string expected)
        where T : class
    {
        if (parsed.GetValue(flag) is { Length: > 0 } given) return [.. given.Select(text => read(text) ?? throw WrongFlag(flag, text, expected))];
        return [.. (Texts(key) ?? []).Select(text => read(text) ?? throw _file.Wrong(key, $"a list, each {expected}"))];
    }

    private int? Number(Option<int?> flag, string key, int least, int most)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        if (parsed.GetValue(flag) is { } given) return given >= least && given <= most ? given : throw WrongFlag(flag, given.ToString(CultureInfo.InvariantCulture), expected);
        if (_file.Get(key) is not { } node) return null;
        return node is JsonValue value && value.TryGetValue(out long number) && number >= least && number <= most ? (int)number : throw _file.Wrong(key, expected);
    }

    private bool Truth(Option<bool> flag, string key)
    {
        if (parsed.GetResult(flag) is { Implicit: false }) return parsed.GetValue(flag);
        if (_file.Get(key) is not { } node) return false;
        return node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node.GetValue<bool>() : throw _file.Wrong(key, "true or false");
    }

    // What a repository says may not reach out of it.
    private string CacheFile()
    {
        if (parsed.GetValue(flags.Cache) is { Length: > 0 } given) return given;
        return Text(flags.Cache, "cache", path => path.Length > 0 && !Path.IsPathRooted(path) && !path.Split('/').Contains("..") ? path : null, "the name of a file in this directory") ?? ".tautan-check-cache";
    }

    private List<KeyValuePair<string, string>> Headers()
    {
        if (parsed.GetValue(flags.Header) is { Length: > 0 } given)
            return [.. given.Select(text => CheckValues.Header(text) ?? throw new CommandFailure(ExitCodes.Usage, $"--header must be {CheckValues.HeaderWords} in ASCII, and none that is the program's own, such as Host, User-Agent or Content-Type"))];
        if (_file.Get("headers") is not { } node) return [];
        if (node is not JsonObject headers) throw _file.Wrong("headers", "a table of names and values");
        return [.. headers.Select(header => (header.Value is JsonValue value && value.TryGetValue(out string? text) ? CheckValues.Header(header.Key, text) : null)
            ?? throw new CommandFailure(ExitCodes.Usage, $"{_file.Name}: headers must be a table of names and values in ASCII, without Host and User-Agent; '{header.Key}' is not"))];
    }

    private List<string>? Texts(string key)
    {
        if (_file.Get(key) is not { } node) return null;
        if (node is not JsonArray list) throw _file.Wrong(key, "a list of texts");
        return [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw _file.Wrong(key, "a list of texts"))];
    }

    // A time may be a number of seconds.
    private static string? AsText(JsonNode node) => node is JsonValue value ? value.TryGetValue(out string? text) ? text : value.ToString() : null;

    private static CommandFailure WrongFlag(Option flag, string given, string expected) => new(ExitCodes.Usage, $"{flag.Name} must be {expected}, and is '{given}'");
}
