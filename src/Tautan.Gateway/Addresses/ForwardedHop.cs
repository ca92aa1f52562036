namespace Tautan.Gateway.Addresses;

/// <summary>What one proxy says of the request that it got: an element of <c>Forwarded</c> (RFC 7239 §4).</summary>
/// <param name="For">Who asked it: an address, with or without a port, or something that is none.</param>
/// <param name="Proto">The scheme.</param>
/// <param name="Host">The <c>Host</c> header.</param>
internal readonly record struct ForwardedHop(string? For, string? Proto, string? Host)
{
    /// <summary>All elements, the visitor's first; none where any of it is malformed, since nothing then says where one proxy's words end.</summary>
    public static IReadOnlyList<ForwardedHop> Parse(string header)
    {
        var hops = new List<ForwardedHop>();
        var hop = default(ForwardedHop);
        for (var rest = header.AsSpan().TrimEnd(); ;)
        {
            if (!TryPair(ref rest, out var name, out var value))
                return [];
            hop = Is(name, "for") ? hop with { For = value } : Is(name, "proto") ? hop with { Proto = value } : Is(name, "host") ? hop with { Host = value } : hop;
            rest = rest.TrimStart();
            if (rest.IsEmpty || rest[0] == ',')
            {
                hops.Add(hop);
                hop = default;
            }

            if (rest.IsEmpty)
                return hops;
            if (rest[0] is not (',' or ';'))
                return [];
            rest = rest[1..];
        }
    }

    private static bool Is(ReadOnlySpan<char> name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    // token "=" ( token / quoted-string )
    private static bool TryPair(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> name, out string value)
    {
        value = "";
        rest = rest.TrimStart();
        var equals = rest.IndexOf('=');
        name = equals < 0 ? default : rest[..equals];
        if (name.IsEmpty || name.ContainsAny(" \t,;\""))
            return false;
        rest = rest[(equals + 1)..];
        if (!rest.StartsWith('"'))
        {
            var end = rest.IndexOfAny(" \t,;");
            value = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? default : rest[end..];
            return value.Length != 0 && !value.Contains('"');
        }

        var close = rest[1..].IndexOf('"') + 1;
        // What is quoted in a quoted string is no address, scheme or host.
        if (close == 0 || rest[1..close].Contains('\\'))
            return false;
        value = rest[1..close].ToString();
        rest = rest[(close + 1)..];
        return true;
    }
}
