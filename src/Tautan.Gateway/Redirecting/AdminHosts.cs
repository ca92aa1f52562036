using System.Collections.Frozen;
using System.Net;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Redirecting;

/// <summary>The hosts at which the API answers, and no links' names are in its way.</summary>
internal sealed class AdminHosts
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly bool _isLoopbackOne;

    /// <param name="configured">As set; empty: loopback, localhost and the installation's own host.</param>
    /// <param name="baseHost">The installation's own host.</param>
    public AdminHosts(IReadOnlyList<string> configured, string baseHost)
    {
        _isLoopbackOne = configured.Count == 0;
        string[] names = _isLoopbackOne ? ["localhost", baseHost] : [.. configured];
        _names = names.Select(name => HostName.Of(name).ToString())
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <param name="host">The <c>Host</c> header.</param>
    public bool Contains(ReadOnlySpan<char> host)
    {
        var name = HostName.Of(host);
        return _names.Contains(name) || (_isLoopbackOne && IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
