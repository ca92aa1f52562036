using System.Globalization;
using System.Net;
using Tautan.Platform.Hosting;
using Tautan.Platform.Urls;

namespace Tautan.Links;

/// <summary>Section <c>Links</c>.</summary>
internal sealed class LinksOptions
{
    public const string Section = "Links";

    /// <summary>A PostgreSQL connection string (<c>Host=…</c>). Default: SQLite, <c>links.db</c> in the data directory.</summary>
    public string? Database { get; set; }

    /// <summary>Who is asked for the TXT records of domains: <c>ADDRESS</c> or <c>ADDRESS:PORT</c>. Default: the resolvers of this machine.</summary>
    public IReadOnlyList<string> Resolvers { get; set; } = [];

    /// <summary>Whether title, description, favicon and picture of destinations are fetched.</summary>
    public bool FetchPages { get; set; } = true;

    /// <summary>Schemes of apps that destinations may have beside http and https, such as <c>myapp</c>.</summary>
    public IReadOnlyList<string> Schemes { get; set; } = [];

    /// <summary><see cref="Schemes"/>, checked.</summary>
    /// <exception cref="SettingsException">One is none, or opens no app.</exception>
    public AppSchemes Apps()
    {
        var apps = AppSchemes.Of(Schemes, out var wrong);
        return wrong is null ? apps : throw new SettingsException($"TAUTAN_{Section}__Schemes has '{wrong}', and must have the schemes of apps, such as myapp (a letter, then letters, digits, + - . and no :// behind).");
    }

    /// <summary><see cref="Resolvers"/>, taken apart.</summary>
    /// <exception cref="SettingsException">One is no address.</exception>
    public IReadOnlyList<IPEndPoint> ResolverEndpoints() => [.. Resolvers.Select((text, i) =>
    {
        if (!IPEndPoint.TryParse(text, out var endpoint))
            throw new SettingsException($"TAUTAN_{Section}__Resolvers__{i.ToString(CultureInfo.InvariantCulture)} is '{text}', and must be ADDRESS or ADDRESS:PORT.");
        return endpoint.Port == 0 ? new IPEndPoint(endpoint.Address, 53) : endpoint;
    })];
}
