using Microsoft.Extensions.Configuration;
using Tautan.Contracts;
using Tautan.Platform.Certificates;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;
using Tautan.Platform.Outbound;
using Tautan.Platform.Telemetry;

namespace Tautan.Serving;

/// <summary>From how the process was called to what its hosts share.</summary>
internal static class Preparation
{
    /// <exception cref="SettingsException">A setting is wrong or unknown.</exception>
    public static (IConfigurationRoot Configuration, UrlsOptions Urls, TelemetryOptions Telemetry) ReadSettings(string dataDirectory)
    {
        var configuration = Settings.Read(dataDirectory);
        SettingsSection[] common =
        [
            new(UrlsOptions.Section, typeof(UrlsOptions)),
            new(TelemetryOptions.Section, typeof(TelemetryOptions)),
            new("Outbound", typeof(OutboundOptions)),
            new("Listen", typeof(Dictionary<string, string>)),
            new("Services", typeof(Dictionary<string, string>)),
        ];
        Settings.RefuseUnknown(configuration, common.Concat(Catalogue.Settings()));
        var urls = Settings.Get<UrlsOptions>(configuration, UrlsOptions.Section);
        foreach (var (key, value, expected) in urls.Problems())
            throw SettingsException.Of(UrlsOptions.Section, key, value, expected);
        var telemetry = Settings.Get<TelemetryOptions>(configuration, TelemetryOptions.Section);
        telemetry.Check();
        return (configuration, urls, telemetry);
    }

    /// <exception cref="SettingsException">An address of a service is wrong.</exception>
    public static ServiceProcess Process(ServeOptions options, IConfiguration configuration, UrlsOptions urls, ProcessLog log, string version) => new()
    {
        Environment = new ServiceEnvironment(options.DataDirectory, version, options.NewDatabases),
        Configuration = configuration,
        Urls = urls,
        Log = log,
        Meters = new ProcessMeters(),
        Certificates = new CertificateFiles(Path.Combine(options.DataDirectory, "certs")),
        Addresses = new ServiceAddresses(RuntimeDirectory.For(options.DataDirectory), Addresses(configuration, "Services")),
        Listen = Addresses(configuration, "Listen"),
        InlineCompletions = InlineCompletions.AreFor(options),
        Sockets = ActivatedSockets.Take(),
    };

    private static Dictionary<string, Uri> Addresses(IConfiguration configuration, string section)
    {
        var addresses = new Dictionary<string, Uri>();
        foreach (var setting in configuration.GetSection(section).GetChildren())
        {
            var service = setting.Key.ToLowerInvariant();
            if (!Catalogue.Names.Contains(service) && service != ServiceNames.House)
                throw new SettingsException($"TAUTAN_{section}__{setting.Key} names no service: expected one of {string.Join(", ", Catalogue.Names)}.");
            addresses[service] = Uri.TryCreate(setting.Value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.PathAndQuery == "/"
                && (section == "Services" || System.Net.IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) || uri.Host == "localhost")
                ? uri
                : throw SettingsException.Of(section, setting.Key, setting.Value, section == "Services" ? "https://HOST:PORT" : "https://ADDRESS:PORT with an IP address or localhost");
        }

        return addresses;
    }
}
