using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links set LINK… --title TEXT …</c>: changes what is named and nothing else.</summary>
internal sealed class SetLink
{
    /// <summary>What may be given back to its default, as the interface calls it.</summary>
    private static readonly string[] Clearable =
    [
        "title", "description", "notes", "tags", "owner", "metadata", "redirectStatus", "forwardQuery", "pathSuffix", "startsAt", "expiresAt",
        "fallbackUrl", "maxVisits", "utm", "health",
    ];

    private readonly Argument<string[]> _links = LinkArgument.Several();
    private readonly Option<string[]> _destinations = new("--destination") { Description = "Where it goes instead; repeated: the next ones when those before are down", HelpName = "URL" };
    private readonly FieldOptions _fields = new();
    private readonly Option<string[]> _addTags = new("--add-tag") { Description = "One tag more; may be repeated", HelpName = "TAG" };
    private readonly Option<string[]> _removeTags = new("--remove-tag") { Description = "One tag less; may be repeated", HelpName = "TAG" };
    private readonly Option<bool?> _enabled = new("--enabled") { Description = "Switch it on (false: off)", HelpName = "true|false" };
    private readonly Option<string[]> _clear = new("--clear") { Description = "Back to its default; may be repeated", HelpName = "FIELD" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("set", "Change links: what is named, and nothing else") { _links, _destinations };
        _fields.AddTo(command);
        foreach (var option in (Option[])[_addTags, _removeTags, _enabled, _clear])
            command.Add(option);
        _clear.OneOf(Clearable);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var patch = Patch(session);
        var (add, remove) = (session.Parsed.GetValue(_addTags) ?? [], session.Parsed.GetValue(_removeTags) ?? []);
        if (patch.Count == 0 && add.Length == 0 && remove.Length == 0)
            throw new CommandFailure(ExitCodes.Usage, "nothing to change was named; see tautan links set --help");
        if (patch.ContainsKey("tags") && (add.Length > 0 || remove.Length > 0))
            throw new CommandFailure(ExitCodes.Usage, "--tag names all tags: --add-tag and --remove-tag do not go with it");
        if (patch.ContainsKey("slug") && session.Parsed.GetRequiredValue(_links).Distinct(StringComparer.Ordinal).Skip(1).Any())
            throw new CommandFailure(ExitCodes.Usage, "--slug names one link, and cannot be that of several");
        return await EachLink.DoAsync(
            session,
            session.Parsed.GetRequiredValue(_links),
            "changed",
            (api, link, token) => ChangeAsync(api, link, (JsonObject)patch.DeepClone(), add, remove, token),
            cancellation);
    }

    private JsonObject Patch(Session session)
    {
        var patch = new JsonObject();
        if (session.Parsed.GetValue(_destinations) is { Length: > 0 } urls)
            patch["destinations"] = DestinationList.Of(urls);
        _fields.Put(session.Parsed, session.Surroundings.Time.LocalTimeZone, patch);
        patch.PutGiven("enabled", session.Parsed.GetValue(_enabled));
        foreach (var field in session.Parsed.GetValue(_clear) ?? [])
        {
            if (patch.TryGetPropertyValue(field, out var set) && set is not null)
                throw new CommandFailure(ExitCodes.Usage, $"--clear {field} does not go with an option that sets it");
            patch[field] = null;
        }
        return patch;
    }

    private static async Task<JsonElement> ChangeAsync(
        ApiClient api, JsonElement link, JsonObject patch, string[] add, string[] remove, CancellationToken cancellation)
    {
        var path = ApiPaths.Link(LinkReading.Id(link));
        if (add.Length == 0 && remove.Length == 0)
            return await api.PatchAsync(path, patch, cancellation);

        // A merge patch has no word for one tag of many: all are sent, and only where nobody else changed them meanwhile.
        var now = await api.SendAsync(new(HttpMethod.Get, path), cancellation);
        var tags = now.Body.List("tags").Select(tag => tag.AsText()).OfType<string>().Except(remove, StringComparer.Ordinal).Union(add, StringComparer.Ordinal);
        patch["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        return await api.PatchAsync(path, patch, cancellation, now.ETag);
    }
}
