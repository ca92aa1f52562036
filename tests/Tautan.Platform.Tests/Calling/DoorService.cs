using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tautan.Contracts;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Platform.Tests.Calling;

/// <summary>A service with a door of every kind.</summary>
internal sealed class DoorService : Service
{
    public override string Name => ServiceNames.Links;

    public override IReadOnlyList<SettingsSection> Settings { get; } = [];

    /// <summary>Completes when somebody waits at <c>/waiting</c>.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
    }

    public override void Map(WebApplication app)
    {
        app.MapGet("/nobody", () => "open");
        app.MapGet("/who", (HttpContext context) => $"{context.GetCallContext().Caller} {context.GetCallContext().Principal?.Subject ?? "-"}")
            .AllowCallers(ServiceNames.Gateway, ServiceNames.Health);
        app.MapGet("/scoped", (HttpContext context) => context.GetCallContext().Workspace.ToString())
            .AllowCallers(ServiceNames.Gateway, ServiceNames.Health)
            .RequireScope(Contracts.Access.Scopes.LinksRead);
        app.MapGet("/defect", string () => throw new InvalidOperationException("a secret")).AllowCallers(ServiceNames.Gateway);
        app.MapGet("/full", string () => throw new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13)).AllowCallers(ServiceNames.Gateway);
        app.MapGet("/stopping", string () => throw new OperationCanceledException()).AllowCallers(ServiceNames.Gateway);
        app.MapGet("/waiting", async (CancellationToken cancellationToken) =>
        {
            Waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }).AllowCallers(ServiceNames.Gateway);
        app.MapGet("/traced", (HttpContext context) => context.GetCallContext().TraceId).AllowCallers(ServiceNames.Gateway);
    }
}
