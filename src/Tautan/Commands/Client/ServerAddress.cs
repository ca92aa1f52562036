using System.Net;

namespace Tautan.Commands.Client;

/// <summary>Where a server is, and which setting says so.</summary>
/// <param name="Url">http or https, ending in a slash; it may have a path when a proxy puts the server under one.</param>
/// <param name="Source">The flag or variable it comes from, for messages.</param>
/// <param name="Variable">The variable that can name another one.</param>
internal sealed record ServerAddress(Uri Url, string Source, string Variable)
{
    /// <summary>As a person would write it, without the slash at the end.</summary>
    public string Text => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>Whether it is certainly this machine. A name counts only where it needs no look-up.</summary>
    public bool IsThisMachine => IsLoopback(Url.IdnHost);

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>The flag's value, else the variable's, else the default.</summary>
    /// <exception cref="CommandFailure">It is no http or https URL, or has credentials, a query or a fragment.</exception>
    public static ServerAddress Find(string flag, string? given, string variable, string preset, Surroundings surroundings)
    {
        if (given is not null)
            return Parse(given, flag, variable);
        return surroundings.Variable(variable) is { Length: > 0 } set ? Parse(set, variable, variable) : Parse(preset, "the default", variable);
    }

    private static ServerAddress Parse(string text, string source, string variable)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
            throw new CommandFailure(ExitCodes.Usage, $"{source} must be a URL such as https://go.example, but is \"{text}\"");
        if (url.UserInfo.Length > 0)
            throw new CommandFailure(ExitCodes.Usage, $"{source} must not hold a user name or password; the key goes into {ClientOptions.ApiKeyVariable}");
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new CommandFailure(ExitCodes.Usage, $"{source} must end before any \"?\" or \"#\", but is \"{text}\"");
        return new(new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/" }.Uri, source, variable);
    }
}
