namespace Tautan.Contracts.Health;

/// <summary>Why a verdict or a probe is what it is. Stable: users write rules on them.</summary>
public static class Reasons
{
    public const string DnsFailure = "dns_failure";
    public const string Refused = "refused";
    public const string Unreachable = "unreachable";
    public const string Reset = "reset";
    public const string ConnectTimeout = "connect_timeout";
    public const string Timeout = "timeout";
    public const string TlsExpired = "tls_expired";
    public const string TlsWrongName = "tls_wrong_name";
    public const string TlsUntrusted = "tls_untrusted";
    public const string TlsFailure = "tls_failure";
    public const string HttpStatus = "http_status";
    public const string UnexpectedStatus = "unexpected_status";
    public const string TextMissing = "text_missing";
    public const string TextForbidden = "text_forbidden";
    public const string RedirectLoop = "redirect_loop";
    public const string TooManyRedirects = "too_many_redirects";
    public const string BadRedirect = "bad_redirect";
    public const string BodyEndedEarly = "body_ended_early";
    public const string InvalidResponse = "invalid_response";

    /// <summary>As the note of the same name, of a link that says that it is a failure.</summary>
    public const string Soft404 = Notes.Soft404;

    /// <inheritdoc cref="Soft404"/>
    public const string Drifted = Notes.Drifted;

    /// <inheritdoc cref="Soft404"/>
    public const string Parked = Notes.Parked;

    /// <summary>The address is not public and no setting opens its network: it is not fetched, its verdict is unknown, and it serves.</summary>
    public const string NotPublic = "not_public";

    /// <summary>The outgoing proxy is not reached, or refuses: nothing can be said, and verdicts stand still.</summary>
    public const string ProxyFailure = "proxy_failure";

    /// <summary>The link says that it must not be fetched.</summary>
    public const string HealthOff = "health_off";

    public const string Maintenance = "maintenance";

    /// <summary>Not probed yet.</summary>
    public const string NotProbed = "not_probed";

    public static readonly IReadOnlyList<string> All =
    [
        DnsFailure, Refused, Unreachable, Reset, ConnectTimeout, Timeout, TlsExpired, TlsWrongName, TlsUntrusted, TlsFailure,
        HttpStatus, UnexpectedStatus, TextMissing, TextForbidden, RedirectLoop, TooManyRedirects, BadRedirect,
        BodyEndedEarly, InvalidResponse, Soft404, Drifted, Parked, NotPublic, ProxyFailure, HealthOff, Maintenance, NotProbed,
    ];
}
