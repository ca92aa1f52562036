using System.CommandLine;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links archive LINK…</c> and <c>tautan links restore LINK…</c>.</summary>
internal sealed class Archive
{
    private readonly bool _archived;
    private readonly Argument<string[]> _links = LinkArgument.Several();

    private Archive(bool archived) => _archived = archived;

    public static Command Build(Surroundings surroundings, ClientOptions options) =>
        new Archive(archived: true).Build("archive", "Keep links out of lists; they redirect all the same", surroundings, options);

    public static Command BuildRestore(Surroundings surroundings, ClientOptions options) =>
        new Archive(archived: false).Build("restore", "Bring archived links back into lists", surroundings, options);

    private Command Build(string name, string description, Surroundings surroundings, ClientOptions options)
    {
        var command = new Command(name, description) { _links };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    private Task<int> RunAsync(Session session, CancellationToken cancellation) => EachLink.DoAsync(
        session,
        session.Parsed.GetRequiredValue(_links),
        _archived ? "archived" : "restored",
        (api, link, token) => api.PatchAsync(ApiPaths.Link(LinkReading.Id(link)), new JsonObject { ["archived"] = _archived }, token),
        cancellation);
}
