using Tautan.Links.Importing.Sources;
using Tautan.Platform.Outbound;

namespace Tautan.Links.Importing;

/// <summary>What can be imported.</summary>
internal static class ImportSources
{
    public const string Csv = "csv";
    public const string ShlinkCsv = "shlink-csv";
    public const string Bitly = "bitly";
    public const string YourlsSql = "yourls-sql";
    public const string Tautan = "tautan";
    public const string Shlink = "shlink";
    public const string Yourls = "yourls";
    public const string Kutt = "kutt";

    public static readonly IReadOnlyList<string> Files = [Csv, ShlinkCsv, Bitly, YourlsSql, Tautan];

    public static readonly IReadOnlyList<string> Services = [Shlink, Yourls, Kutt];

    /// <summary>The reader of an import.</summary>
    /// <param name="import">Which.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="open">Opens what was sent, at its beginning.</param>
    /// <param name="fetcher">Asks services.</param>
    public static IImportSource Open(Import import, ImportSettings settings, Func<Stream> open, OutboundFetcher fetcher) => import.Source switch
    {
        YourlsSql => new YourlsDump(open),
        Tautan => new JsonLines(open),
        Shlink => new ShlinkApi(new ServiceApi(fetcher, settings, import.WorkspaceId)),
        Yourls => new YourlsApi(new ServiceApi(fetcher, settings, import.WorkspaceId)),
        Kutt => new KuttApi(new ServiceApi(fetcher, settings, import.WorkspaceId)),
        _ => new CsvFile(open, settings.Map),
    };
}
