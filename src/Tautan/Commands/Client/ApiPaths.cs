namespace Tautan.Commands.Client;

/// <summary>Paths of the interface, with what stands in them encoded.</summary>
internal static class ApiPaths
{
    public const string Links = "api/v1/links";
    public const string Domains = "api/v1/domains";
    public const string Tags = "api/v1/tags";
    public const string Imports = "api/v1/imports";

    public static string Link(string id) => Under(Links, id);

    /// <exception cref="CommandFailure">It is <c>.</c> or <c>..</c>, which lead elsewhere however they are written (RFC 3986 §5.2.4).</exception>
    public static string Under(string path, string segment) => segment is "." or ".." or ""
        ? throw new CommandFailure(ExitCodes.Usage, $"\"{segment}\" cannot be named in a URL's path")
        : $"{path}/{Uri.EscapeDataString(segment)}";

    /// <summary>A path with a query; what has no value is left out.</summary>
    public static string WithQuery(string path, IEnumerable<(string Name, string? Value)> query)
    {
        var given = string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}"));
        return given.Length == 0 ? path : $"{path}?{given}";
    }
}
