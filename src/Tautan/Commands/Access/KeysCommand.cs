using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary><c>tautan keys …</c>.</summary>
internal static class KeysCommand
{
    private const string Path = "api/v1/keys";

    public static Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("keys", "Make, list and revoke API keys");
        options.AddTo(command);
        command.Add(AccessLists.List(
            surroundings, options, "API keys", Path, ("id", "Id"), ("name", "Name"), ("scopes", "Scopes"), ("allowedNetworks", null), ("createdAt", null), ("expiresAt", "Expires"), ("lastUsedAt", "Last used")));
        command.Add(Create(surroundings, options));
        command.Add(AccessLists.Remove(surroundings, options, "revoke", "Revoke an API key, everywhere and at once", Path, "revoked"));
        return command;
    }

    private static Command Create(Surroundings surroundings, ClientOptions options)
    {
        var name = new Argument<string>("NAME") { Description = "What it is for" };
        var scopes = new Option<string[]>("--scope") { Description = "What it may do, such as links:read; several are possible", HelpName = "SCOPE", Required = true, AllowMultipleArgumentsPerToken = true };
        var workspace = new Option<string?>("--workspace") { Description = "Another workspace, whose owner or admin you are", HelpName = "ID" };
        var expires = new Option<string?>("--expires") { Description = "When it ends, such as 2027-01-31T12:00:00Z [never]", HelpName = "TIME" };
        var networks = new Option<string[]>("--network") { Description = "From where it may be used, such as 10.0.0.0/8; several are possible [everywhere]", HelpName = "NETWORK", AllowMultipleArgumentsPerToken = true };
        var command = new Command("create", "Make an API key; it is shown this once") { name, scopes, workspace, expires, networks };
        command.Do(surroundings, options, async (session, cancellation) =>
        {
            var body = new JsonObject
            {
                ["name"] = session.Parsed.GetRequiredValue(name),
                ["scopes"] = new JsonArray([.. session.Parsed.GetRequiredValue(scopes).Select(scope => JsonValue.Create(scope))]),
            };
            if (session.Parsed.GetValue(workspace) is { } where)
                body["workspace"] = where;
            if (session.Parsed.GetValue(expires) is { } end)
                body["expiresAt"] = end;
            if (session.Parsed.GetValue(networks) is { Length: > 0 } from)
                body["allowedNetworks"] = new JsonArray([.. from.Select(network => JsonValue.Create(network))]);
            using var api = session.Connect();
            var made = await api.PostAsync(Path, body, cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteJson(made.WriteTo);
            else if (session.Printer.IsTable)
                session.Printer.Write([("id", made.Text("id")), ("key", made.Text("key")), ("expiresAt", made.Moment("expiresAt"))]);
            else
                session.Printer.WriteLine(made.Text("key") ?? "");
            return ExitCodes.Ok;
        });
        return command;
    }
}
