using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Health.Checks;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Maintenance;

/// <summary><c>GET|POST /api/v1/health/maintenance</c> and <c>GET|PATCH|DELETE …/{id}</c>: maintenance windows.</summary>
internal static class MaintenanceEndpoints
{
    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/api/v1/health/maintenance").AllowCallers(ServiceNames.Gateway);
        all.MapGet("", ListAsync).RequireScope(Scopes.HealthRead).Describe(DescribeList);
        all.MapGet("{id}", GetAsync).RequireScope(Scopes.HealthRead).Describe(DescribeOne);
        all.MapPost("", CreateAsync).RequireScope(Scopes.HealthWrite).Describe(DescribeCreate);
        all.MapPatch("{id}", ChangeAsync).RequireScope(Scopes.HealthWrite).Describe(DescribeChange);
        all.MapDelete("{id}", DeleteAsync).RequireScope(Scopes.HealthWrite).Describe(DescribeDelete);
    }

    private static Operation DescribeList() => new("listMaintenanceWindows", "List maintenance windows")
    {
        Parameters = [Parameter.Limit(50), Parameter.Cursor],
        Replies = [Reply.Json<MaintenancePage>(StatusCodes.Status200OK, "A page of them, the newest first.")],
    };

    private static Operation DescribeOne() => new("getMaintenanceWindow", "Read a maintenance window")
    {
        Replies = [Reply.Json<MaintenanceView>(StatusCodes.Status200OK, "The window.")],
        Problems = [NoSuchWindow],
    };

    private static Operation DescribeCreate() => new("createMaintenanceWindow", "Pause verdicts for a time")
    {
        Description = "Of links by id, of all with a tag, or of all destinations at an origin; once or every week.",
        Body = Body.Json<MaintenanceRequest>("""{ "name": "Sunday night", "tag": "sale", "weekly": { "days": ["sunday"], "from": "22:00", "minutes": 120, "timeZone": "Europe/Berlin" } }"""),
        Replies = [Reply.Json<MaintenanceView>(StatusCodes.Status201Created, "The window.").WithLocation()],
    };

    private static Operation DescribeChange() => new("changeMaintenanceWindow", "Change a maintenance window")
    {
        Body = Body.Patch<MaintenanceRequest>("""{ "name": "Sunday evening" }"""),
        Replies = [Reply.Json<MaintenanceView>(StatusCodes.Status200OK, "The window as it is now.")],
        Problems = [NoSuchWindow],
    };

    private static Operation DescribeDelete() => new("deleteMaintenanceWindow", "Delete a maintenance window")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is gone, and verdicts go on.")],
        Problems = [NoSuchWindow],
    };

    private static readonly Problem NoSuchWindow = Problems.Create(StatusCodes.Status404NotFound, "maintenance_not_found", "There is no such maintenance window.");

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<HealthDb> databases, TimeProvider time, CancellationToken cancellationToken)
    {
        var query = CheckQuery.Read(http.Request.Query, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        var workspace = http.GetCallContext().Workspace;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = db.MaintenanceWindows.AsNoTracking().Where(row => row.WorkspaceId == workspace);
        if (query.Before is { } before) rows = rows.Where(row => row.Id < before);
        var found = await rows.OrderByDescending(row => row.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(query.Limit).Select(row => MaintenanceView.Of(row, time.GetUtcNow())).ToList();
        return Results.Json(new MaintenancePage(page, found.Count > query.Limit ? page[^1].Id.ToString("N") : null));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IDbContextFactory<HealthDb> databases, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, id, http.GetCallContext().Workspace, cancellationToken) is { } row
            ? Results.Json(MaintenanceView.Of(row, time.GetUtcNow()))
            : NotFound();
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IUnitOfWork<HealthDb> work, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<MaintenanceRequest>(http.Request, cancellationToken);
        if (request is null) return Problems.Of(problem!);
        var now = time.GetUtcNow().ToStored();
        var workspace = http.GetCallContext().Workspace;
        var id = Guid.CreateVersion7(now);
        var row = New();
        MaintenanceRules.Check(request, row, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        await work.WriteAsync((context, token) =>
        {
            var written = New();
            MaintenanceRules.Check(request, written, out _);
            context.Db.MaintenanceWindows.Add(written);
            return Task.FromResult(true);
        }, cancellationToken);
        http.Response.Headers.Location = $"/api/v1/health/maintenance/{id}";
        return Results.Json(MaintenanceView.Of(row, now), statusCode: StatusCodes.Status201Created);

        MaintenanceRow New() => new() { Id = id, WorkspaceId = workspace, CreatedAt = now, UpdatedAt = now };
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, IUnitOfWork<HealthDb> work, TimeProvider time, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<MaintenanceRequest>(http.Request, cancellationToken);
        if (patch is null) return Problems.Of(problem!);
        var workspace = http.GetCallContext().Workspace;
        return await work.WriteAsync<IResult>(async (context, token) =>
        {
            if (await FindAsync(context.Db, id, workspace, token) is not { } row) return NotFound();
            var merged = MergePatch.Apply(JsonSerializer.SerializeToNode(MaintenanceView.RequestOf(row), JsonBody.Options), patch).Deserialize<MaintenanceRequest>(JsonBody.Options)!;
            var changed = new MaintenanceRow { Id = row.Id, WorkspaceId = workspace, CreatedAt = row.CreatedAt, UpdatedAt = time.GetUtcNow().ToStored() };
            MaintenanceRules.Check(merged, changed, out var errors);
            if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
            context.Db.Entry(row).CurrentValues.SetValues(changed);
            return Results.Json(MaintenanceView.Of(changed, changed.UpdatedAt));
        }, cancellationToken);
    }

    private static Task<IResult> DeleteAsync(string id, HttpContext http, IUnitOfWork<HealthDb> work, CancellationToken cancellationToken)
    {
        var workspace = http.GetCallContext().Workspace;
        return work.WriteAsync<IResult>(async (context, token) =>
        {
            if (await FindAsync(context.Db, id, workspace, token) is not { } row) return NotFound();
            context.Db.MaintenanceWindows.Remove(row);
            return Results.NoContent();
        }, cancellationToken);
    }

    private static async Task<MaintenanceRow?> FindAsync(HealthDb db, string id, Guid workspace, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var guid) && await db.MaintenanceWindows.FindAsync([guid], cancellationToken) is { } row && row.WorkspaceId == workspace
            && db.Entry(row).State != EntityState.Deleted ? row : null;

    private static IResult NotFound() => Problems.Of(NoSuchWindow);
}
