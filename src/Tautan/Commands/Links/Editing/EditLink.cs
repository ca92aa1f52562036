using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links.Editing;

/// <summary><c>tautan links edit LINK</c>: its fields in an editor; what was changed there is sent, and nothing else.</summary>
internal sealed class EditLink
{
    private readonly Argument<string> _link = LinkArgument.One();

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("edit", "Change a link in $VISUAL or $EDITOR") { _link };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        using var api = session.Connect();
        var path = ApiPaths.Link(LinkReading.Id(await LinkReference.ResolveAsync(api, session.Parsed.GetRequiredValue(_link), cancellation)));
        var seen = await api.SendAsync(new(HttpMethod.Get, path), cancellation);
        using var draft = new Draft();
        draft.Write(LinkDocument.Write(LinkDocument.Of(seen.Body), Introduction(LinkReading.ShortUrl(seen.Body))));
        try
        {
            return await EditAsync(session, api, path, seen, draft, cancellation);
        }
        catch (Exception failure) when (failure is CommandFailure or OperationCanceledException && draft.IsChanged)
        {
            draft.Keep = true;
            session.Remark($"what you wrote is kept in {draft.Path}");
            throw;
        }
    }

    private static async Task<int> EditAsync(Session session, ApiClient api, string path, ApiAnswer seen, Draft draft, CancellationToken cancellation)
    {
        CommandFailure? refusal = null;
        var isRebased = false;
        while (true)
        {
            await Editor.EditAsync(session.Surroundings, draft.Path);
            cancellation.ThrowIfCancellationRequested();
            var text = draft.Text;
            // The same again would be refused again, and a program for an editor would save it for ever.
            if (refusal is not null && !(isRebased ? draft.IsSaved : draft.IsChanged))
            {
                draft.Keep = true;
                session.Remark($"nothing was changed; what you wrote is kept in {draft.Path}");
                throw refusal;
            }
            try
            {
                var patch = MergePatch.Between(LinkDocument.Of(seen.Body), LinkDocument.Read(text));
                if (patch.Count == 0)
                {
                    session.Remark("nothing was changed");
                    return ExitCodes.Ok;
                }
                try
                {
                    Print(session, await api.PatchAsync(path, patch, cancellation, seen.ETag));
                    return ExitCodes.Ok;
                }
                catch (CommandFailure failure) when (failure.Status == (int)HttpStatusCode.PreconditionFailed)
                {
                    refusal = failure;
                    isRebased = true;
                    seen = await RebaseAsync(api, path, patch, draft, cancellation);
                }
            }
            catch (CommandFailure failure) when (IsForTheEditor(failure))
            {
                refusal = failure;
                isRebased = false;
                draft.Write(LinkDocument.Remarked(text, [failure.Message, "Mend it and save; leave it as it is to give up."]));
            }
        }
    }

    /// <summary>Somebody else was faster: the same changes to what the link is now, to be looked at once more.</summary>
    private static async Task<ApiAnswer> RebaseAsync(ApiClient api, string path, JsonObject patch, Draft draft, CancellationToken cancellation)
    {
        var now = await api.SendAsync(new(HttpMethod.Get, path), cancellation);
        draft.Write(LinkDocument.Write(
            MergePatch.Apply(LinkDocument.Of(now.Body), patch),
            ["Somebody else changed it meanwhile. These are your changes to what it is now.", "Save it if this is right; leave without saving to give up."]));
        return now;
    }

    /// <summary>Its user can do something about it there: no JSON, or fields that the server refuses.</summary>
    private static bool IsForTheEditor(CommandFailure failure) =>
        failure is { Status: 0, ExitCode: ExitCodes.Failed } || (HttpStatusCode)failure.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.Conflict;

    private static IEnumerable<string> Introduction(string shortUrl) =>
        [shortUrl, "What you change here and save is sent, and nothing else. null is the default. Leave without saving to give up."];

    private static void Print(Session session, JsonElement link)
    {
        if (session.Printer.IsJson)
            session.Printer.WriteJson(link.WriteTo);
        else
            session.Printer.WriteLine($"changed {LinkReading.ShortUrl(link)}");
    }
}
