using Tautan.Commands.Check.Addresses;
using Tautan.Platform.Outbound;
using Tautan.Platform.Urls;

namespace Tautan.Commands.Check;

/// <summary>What to check, and how.</summary>
internal sealed record CheckSettings
{
    /// <summary>URLs, files, patterns, directories; <c>-</c> is standard input. None: the working directory.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    public ReportFormat Format { get; init; } = ReportFormat.Table;

    /// <summary>Which links are checked.</summary>
    public UrlFilter Filter { get; init; } = UrlFilter.Everything;

    /// <summary>The statuses that are right; null: the rules of Health.</summary>
    public StatusRanges? Accept { get; init; }

    /// <summary>How long a success is good without being looked at again; zero: nothing is remembered.</summary>
    public TimeSpan MaxAge { get; init; }

    public string CacheFile { get; init; } = ".tautan-check-cache";

    /// <summary>For one request with all its redirects.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>So many times what may have been bad luck is tried again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Requests at a time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Nothing but local files.</summary>
    public bool Offline { get; init; }

    /// <summary>Refuses addresses that are not public.</summary>
    public bool PublicOnly { get; init; }

    public bool IgnoreTlsErrors { get; init; }

    /// <summary>URLs in code are links.</summary>
    public bool IncludeCode { get; init; }

    /// <summary>What git ignores is read all the same.</summary>
    public bool NoIgnore { get; init; }

    /// <summary>Through which everything is asked for; null: none.</summary>
    public OutboundProxy? Proxy { get; init; }

    /// <summary>A URL that is given is checked, and the links of its page are not.</summary>
    public bool NoPages { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What relative links begin from; null: from where their document is.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The directory that links beginning with a slash mean. Absolute.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>What relative paths mean, and what paths are shown relative to. Absolute.</summary>
    public required string WorkingDirectory { get; init; }
}
