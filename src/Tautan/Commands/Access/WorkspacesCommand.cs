using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary><c>tautan workspaces …</c>, <c>members …</c> and <c>sessions …</c>.</summary>
internal static class WorkspacesCommand
{
    private const string Path = "api/v1/workspaces";

    public static Command Workspaces(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("workspaces", "Make, list and delete workspaces");
        options.AddTo(command);
        command.Add(AccessLists.List(surroundings, options, "the workspaces that you are in", Path, ("id", "Id"), ("name", "Name"), ("role", "Role"), ("createdAt", null)));
        var name = new Argument<string>("NAME") { Description = "What it is called" };
        var create = new Command("create", "Make a workspace, whose owner you are") { name };
        create.Do(surroundings, options, async (session, cancellation) =>
        {
            using var api = session.Connect();
            var made = await api.PostAsync(Path, new JsonObject { ["name"] = session.Parsed.GetRequiredValue(name) }, cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteJson(made.WriteTo);
            else
                session.Printer.Write([("id", made.Text("id")), ("name", made.Text("name")), ("role", made.Text("role"))]);
            return ExitCodes.Ok;
        });
        command.Add(create);
        command.Add(AccessLists.Remove(surroundings, options, "delete", "Delete a workspace; its keys end at once", Path, "deleted"));
        return command;
    }

    public static Command Members(Surroundings surroundings, ClientOptions options)
    {
        const string Members = "api/v1/members";
        var command = new Command("members", "List, invite, change and remove members of the workspace");
        options.AddTo(command);
        command.Add(AccessLists.List(surroundings, options, "members", Members, ("id", "Id"), ("name", "Name"), ("email", "E-mail"), ("role", "Role"), ("createdAt", null)));
        var email = new Argument<string>("EMAIL") { Description = "Whom" };
        var role = new Option<string>("--role") { Description = "owner, admin, editor or viewer", HelpName = "ROLE", DefaultValueFactory = _ => "editor" };
        var invite = new Command("invite", "Make a link by which somebody becomes a member") { email, role };
        invite.Do(surroundings, options, async (session, cancellation) =>
        {
            using var api = session.Connect();
            var made = await api.PostAsync("api/v1/invitations", new JsonObject { ["email"] = session.Parsed.GetRequiredValue(email), ["role"] = session.Parsed.GetRequiredValue(role) }, cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteJson(made.WriteTo);
            else
                session.Printer.WriteLine(made.Text("url") ?? "");
            return ExitCodes.Ok;
        });
        command.Add(invite);
        var id = new Argument<string>("ID") { Description = "As list shows it" };
        var newRole = new Argument<string>("ROLE") { Description = "owner, admin, editor or viewer" };
        var set = new Command("set", "Change a member's role") { id, newRole };
        set.Do(surroundings, options, async (session, cancellation) =>
        {
            using var api = session.Connect();
            var member = await api.PatchAsync(ApiPaths.Under(Members, session.Parsed.GetRequiredValue(id)), new JsonObject { ["role"] = session.Parsed.GetRequiredValue(newRole) }, cancellation);
            if (session.Printer.IsJson)
                session.Printer.WriteJson(member.WriteTo);
            else
                session.Printer.Write([("id", member.Text("id")), ("name", member.Text("name")), ("role", member.Text("role"))]);
            return ExitCodes.Ok;
        });
        command.Add(set);
        command.Add(AccessLists.Remove(surroundings, options, "remove", "Remove a member", Members, "removed"));
        return command;
    }

    public static Command Sessions(Surroundings surroundings, ClientOptions options)
    {
        const string Sessions = "api/v1/sessions";
        var command = new Command("sessions", "List and end your sessions");
        options.AddTo(command);
        command.Add(AccessLists.List(
            surroundings, options, "where you are signed in", Sessions, ("id", "Id"), ("address", "Address"), ("userAgent", "Program"), ("current", null), ("createdAt", null), ("lastSeenAt", "Last seen")));
        command.Add(AccessLists.Remove(surroundings, options, "end", "End a session, everywhere and at once", Sessions, "ended"));
        return command;
    }
}
