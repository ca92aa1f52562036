using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Finding;
using Tautan.Health.Targets;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Events;

/// <summary>
/// <c>GET /api/v1/health/events/live?kind=&amp;link=</c>: events as they happen, as server-sent events; with <c>Last-Event-ID</c> from the one after it on
/// (HTML Standard §9.2).
/// </summary>
internal static class LiveEvents
{
    private const int MostAtOnce = 500;

    // Whoever stands between must not take the silence for the end.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static void MapLiveEvents(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/health/events/live", HandleAsync)
        .AllowCallers(ServiceNames.Gateway)
        .RequireScope(Scopes.HealthRead)
        .Describe(Describe);

    private static Operation Describe() => new("watchHealthEvents", "Events as they happen")
    {
        Description = "Server-sent events (HTML Standard §9.2): `id`, `event` is the kind, `data` an event as JSON. A comment every 15 s shows that it lives.",
        Parameters =
        [
            Parameter.Query<string>("kind", "Only these.") with { Values = EventKinds.All },
            Parameter.Query<Guid>("link", "Only those about destinations of this link."),
            Parameter.Header("Last-Event-ID", "The `id` of the last event that came; it goes on after it.") with { Pattern = "^[0-9]{1,18}$" },
        ],
        Replies = [Reply.Text(StatusCodes.Status200OK, "The stream; it does not end by itself.", "text/event-stream")],
        Problems = [LinkFinder.NoSuchLink],
    };

    private static async Task<IResult> HandleAsync(
        HttpContext http, LinkFinder links, EventReader reader, EventTail tail, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var query = EventQuery.Read(http.Request.Query, isStream: true, out var errors);
        var given = http.Request.Headers["Last-Event-ID"].ToString();
        var after = -1L;
        if (given.Length > 0 && !long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            errors["Last-Event-ID"] = ["must be the id of an event that came here"];
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        WatchedLink? link = null;
        if (query.Link is { } id && (link = await links.FindAsync(id, workspace, cancellationToken)) is null) return LinkFinder.NotFound();

        var last = await reader.LastAsync(cancellationToken);

        // A number beyond the last is of a database that was restored since: what is told begins anew.
        if (given.Length == 0 || after > last) after = last;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync("retry: 2000\n\n", cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);

        // Behind the door a call lasts as long as both want; the token of the request ends with either, and the service when it stops.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await SendAsync(http.Response, reader, tail, new EventFilter(workspace, query.Kind, link), after, time, either.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Results.Empty;
    }

    private static async Task SendAsync(
        HttpResponse response, EventReader reader, EventTail tail, EventFilter filter, long after, TimeProvider time, CancellationToken cancellationToken)
    {
        using var waiting = tail.Enter();
        while (true)
        {
            var next = tail.Next;
            while (true)
            {
                var (items, reached) = await reader.ForwardsAsync(filter, after, MostAtOnce, cancellationToken);
                foreach (var item in items) await response.WriteAsync(Frame(item), cancellationToken);
                if (items.Count > 0) await response.Body.FlushAsync(cancellationToken);
                if (reached == after) break;
                after = reached;
            }

            await next.WaitAsync(Silence, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (next.IsCompleted) continue;
            await response.WriteAsync(":\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    private static string Frame(EventView item) =>
        string.Create(CultureInfo.InvariantCulture, $"id: {item.Id}\nevent: {item.Kind}\ndata: {JsonSerializer.Serialize(item, JsonSerializerOptions.Web)}\n\n");
}
