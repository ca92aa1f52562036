using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links;

/// <summary><c>tautan links delete LINK…</c>.</summary>
internal sealed class Delete
{
    private readonly Argument<string[]> _links = LinkArgument.Several();
    private readonly Option<bool> _release = new("--release") { Description = "Let other workspaces take their slugs" };

    public Command Build(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("delete", "Delete links; their short URLs answer 404 then") { _links, _release };
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    /// <remarks>The server answers with nothing, so what is shown is the link as it was.</remarks>
    private Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var release = session.Parsed.GetValue(_release) ? "true" : null;
        return EachLink.DoAsync(
            session,
            session.Parsed.GetRequiredValue(_links),
            "deleted",
            async (api, link, token) =>
            {
                await api.DeleteAsync(ApiPaths.WithQuery(ApiPaths.Link(LinkReading.Id(link)), [("release", release)]), token);
                return link;
            },
            cancellation);
    }
}
