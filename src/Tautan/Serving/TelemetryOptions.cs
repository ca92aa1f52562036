namespace Tautan.Serving;

/// <summary>Section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where metrics and traces are pushed by OTLP over gRPC: <c>http://collector:4317</c>. Default: nowhere.</summary>
    public string? Otlp { get; set; }

    /// <summary><c>text</c> or <c>json</c>. Default: text on a terminal, JSON otherwise.</summary>
    public string? Logs { get; set; }

    /// <exception cref="Platform.Hosting.SettingsException">One is wrong.</exception>
    public void Check()
    {
        if (Otlp is not null && !(Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw Platform.Hosting.SettingsException.Of(Section, nameof(Otlp), Otlp, "http://HOST:PORT");
        if (Logs is not (null or "text" or "json"))
            throw Platform.Hosting.SettingsException.Of(Section, nameof(Logs), Logs, "text or json");
    }
}
