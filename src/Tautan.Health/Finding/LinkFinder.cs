using Microsoft.AspNetCore.Http;
using Tautan.Health.Targets;
using Tautan.Platform.Web;

namespace Tautan.Health.Finding;

/// <summary>Finds the link that a call is about. One that was only just created may still be on its way here.</summary>
internal sealed class LinkFinder(LinkTable links, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The link, where it belongs to the workspace. Waits up to 1 s for it; null: there is none.</summary>
    public async Task<WatchedLink?> FindAsync(string id, Guid workspace, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var linkId)) return null;
        var started = time.GetTimestamp();
        while (true)
        {
            if (links.Find(linkId) is { } link) return link.Workspace == workspace ? link : null;
            if (time.GetElapsedTime(started) >= Patience) return null;
            await Task.Delay(Step, time, cancellationToken);
        }
    }

    public static readonly Problem NoSuchLink = Problems.Create(StatusCodes.Status404NotFound, "link_not_found", "There is no such link.");

    public static IResult NotFound() => Problems.Of(NoSuchLink);
}
