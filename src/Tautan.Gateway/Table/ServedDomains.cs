using System.Globalization;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Table;

/// <summary>The domains in the gateway's own table.</summary>
internal sealed class ServedDomains(LinkTable table, Uri baseUri) : IServedDomains
{
    private static readonly IdnMapping Idn = new();

    public bool Serves(string host)
    {
        var name = host.TrimEnd('.');
        try
        {
            name = Idn.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return false;
        }

        return name.Equals(baseUri.IdnHost, StringComparison.OrdinalIgnoreCase) || table.Domains.Find(name) != table.Domains.Default;
    }
}
