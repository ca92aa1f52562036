using System.Net;
using System.Text;

namespace Tautan.Platform.Outbound;

/// <summary>The proxy through which everything goes that a server fetches (RFC 9110 §3.7).</summary>
/// <param name="Host">A name in ASCII, or an address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">It is spoken to over TLS.</param>
/// <param name="Credentials">For Basic authentication (RFC 7617); null: none.</param>
public sealed record OutboundProxy(string Host, int Port, bool Tls, NetworkCredential? Credentials)
{
    /// <summary>Of <c>http://user:password@proxy.example:3128</c>; false where it is no such URL.</summary>
    public static bool TryParse(string text, out OutboundProxy proxy)
    {
        proxy = new OutboundProxy("", 0, false, null);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.IdnHost.Length == 0 || url.PathAndQuery != "/" || url.Fragment.Length > 0) return false;
        var user = url.UserInfo.Split(':', 2);
        var credentials = url.UserInfo.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), user.Length == 2 ? Uri.UnescapeDataString(user[1]) : "");
        proxy = new OutboundProxy(url.IdnHost, url.Port, url.Scheme == "https", credentials);
        return true;
    }

    /// <summary>The value of Proxy-Authorization; null: none.</summary>
    public string? Authorization => Credentials is null
        ? null
        : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Credentials.UserName}:{Credentials.Password}"));

    // A log may print it.
    public override string ToString() => $"{(Tls ? "https" : "http")}://{Host}:{Port}";
}
