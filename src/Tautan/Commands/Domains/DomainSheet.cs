using System.Text.Json;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Domains;

/// <summary>Domains as people and programs read them.</summary>
internal static class DomainSheet
{
    private static readonly IReadOnlyList<Column> Columns =
    [
        new("Domain", Whole: true), Column.ForPrograms, Column.ForPrograms, new("Verified", Whole: true), new("Links"), new("Redirect"), Column.ForPrograms,
    ];

    public static Sheet Of(IEnumerable<JsonElement> domains) => new(Columns, [.. domains.Select(Row)]);

    public static string Name(JsonElement domain) =>
        domain.Text("name") ?? throw new CommandFailure(ExitCodes.Failed, "the server answered with a domain that has no \"name\"");

    /// <summary>Everything about one domain.</summary>
    public static IEnumerable<(string Name, Cell Value)> Facts(JsonElement domain)
    {
        yield return ("name", Name(domain));
        yield return ("displayName", domain.Text("displayName") == domain.Text("name") ? null : domain.Text("displayName"));
        yield return ("isDefault", domain.Text("isDefault"));
        yield return ("verified", Verified(domain));
        foreach (var (name, value) in Proof(domain))
            yield return ($"verification.{name}", value);
        foreach (var setting in (string[])
                 [
                     "links", "redirectStatus", "forwardQuery", "pathSuffix", "caseSensitive", "slugLength", "disallowRobots", "baseRedirectUrl", "unknownRedirectUrl",
                     "expiredRedirectUrl",
                 ])
            yield return (setting, domain.Text(setting));
        yield return ("createdAt", domain.Moment("createdAt"));
    }

    /// <summary>What its owner has to publish, in words; null where there is nothing to publish.</summary>
    public static string? Task(JsonElement domain)
    {
        var proof = Proof(domain).ToDictionary(p => p.Name, p => p.Value);
        return proof.GetValueOrDefault("txtName") is { } name && proof.GetValueOrDefault("txtValue") is { } value
            ? $"publish a TXT record \"{value}\" at {name}"
              + (proof.GetValueOrDefault("fileUrl") is { } url ? $", or a file \"{proof.GetValueOrDefault("fileContent")}\" at {url}" : "")
              + $"; then: tautan domains verify {Name(domain)}"
            : null;
    }

    private static IEnumerable<(string Name, string? Value)> Proof(JsonElement domain) =>
        domain.Member("verification") is { ValueKind: JsonValueKind.Object } proof ? proof.EnumerateObject().Select(p => (p.Name, p.Value.AsText())) : [];

    private static Cell Verified(JsonElement domain) =>
        domain.Flag("verified") ? new("true", Tone.Good) : new("false", Tone.Doubtful);

    private static IReadOnlyList<Cell> Row(JsonElement domain)
    {
        var shown = domain.Text("displayName") ?? Name(domain);
        return
        [
            new(Name(domain), Shown: domain.Flag("isDefault") ? $"{shown} (default)" : shown),
            domain.Text("displayName"),
            domain.Flag("isDefault") ? "true" : "false",
            Verified(domain),
            domain.Text("links"),
            domain.Text("redirectStatus"),
            domain.Moment("createdAt"),
        ];
    }
}
