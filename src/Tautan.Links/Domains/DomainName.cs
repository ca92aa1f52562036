using System.Globalization;
using Tautan.Platform.Urls;

namespace Tautan.Links.Domains;

/// <summary>The name of a domain: a host, with a port only where the platform answers at an unusual one.</summary>
internal static class DomainName
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Brings a name into its stored form: ASCII (RFC 5890), lower case, without a dot at its end.</summary>
    /// <param name="text">As given, in either form.</param>
    /// <param name="name">The stored form.</param>
    public static bool TryNormalize(string? text, out string name)
    {
        name = "";
        var given = text ?? "";
        if (given.Length is 0 or > 300 || given.AsSpan().ContainsAny('/', '?', '#') || !DestinationUrl.TryParse("http://" + given, out var url, out _))
            return false;
        var host = url.Host.TrimEnd('.');
        name = url.Port == 80 ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port}");
        return host.Length != 0;
    }

    /// <summary>As people read it: its labels in Unicode.</summary>
    public static string Shown(string name)
    {
        try
        {
            return Idn.GetUnicode(name);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
