using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Keys;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Workspaces;

/// <summary><c>/api/v1/workspaces</c>: those in which the caller's user is a member, whatever the one of its token.</summary>
internal static class WorkspaceEndpoints
{
    public static void MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("/api/v1/workspaces").AllowCallers(ServiceNames.Gateway);
        all.MapGet("", ListAsync).RequirePrincipal().Describe(DescribeList);
        all.MapGet("{id}", GetAsync).RequirePrincipal().Describe(DescribeOne);
        all.MapPost("", CreateAsync).RequireScope(Scopes.Admin).Describe(DescribeCreate);
        all.MapPatch("{id}", RenameAsync).RequireScope(Scopes.Admin).Describe(DescribeRename);
        all.MapDelete("{id}", DeleteAsync).RequireScope(Scopes.Admin).Describe(DescribeDelete);
    }

    private static Operation DescribeList() => new("listWorkspaces", "List the workspaces that you are in")
    {
        Parameters = [Parameter.Limit(PageAsked.Default), Parameter.Cursor],
        Replies = [Reply.Json<WorkspacePage>(StatusCodes.Status200OK, "A page of them, by when they were made.")],
    };

    private static Operation DescribeOne() => new("getWorkspace", "Read a workspace")
    {
        Replies = [Reply.Json<WorkspaceView>(StatusCodes.Status200OK, "The workspace.")],
        Problems = [NoSuchWorkspace],
    };

    private static Operation DescribeCreate() => new("createWorkspace", "Make a workspace")
    {
        Body = Body.Json<WorkspaceRequest>("""{ "name": "Marketing" }"""),
        Replies = [Reply.Json<WorkspaceView>(StatusCodes.Status201Created, "The workspace, whose owner the caller is.").WithLocation()],
        Problems = [NotAPerson],
    };

    private static Operation DescribeRename() => new("changeWorkspace", "Rename a workspace")
    {
        Body = Body.Patch<WorkspaceRequest>("""{ "name": "Sales" }"""),
        Replies = [Reply.Json<WorkspaceView>(StatusCodes.Status200OK, "The workspace as it is now.")],
        Problems = [NoSuchWorkspace, NotYours],
    };

    private static Operation DescribeDelete() => new("deleteWorkspace", "Delete a workspace")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is gone, and its keys with it.")],
        Problems = [NoSuchWorkspace, NotYours, First],
    };

    private static readonly Problem NoSuchWorkspace = Problems.Create(StatusCodes.Status404NotFound, "workspace_not_found", "There is no such workspace.");
    private static readonly Problem NotYours = Problems.Create(StatusCodes.Status403Forbidden, "not_an_owner", "An owner of the workspace is needed.");
    private static readonly Problem First = Problems.Create(StatusCodes.Status409Conflict, "first_workspace", "The first workspace cannot be deleted.");
    private static readonly Problem NotAPerson = Problems.Create(StatusCodes.Status403Forbidden, "not_a_person", "A workspace is somebody's: a service cannot make one.");

    private sealed class Seen
    {
        public required Workspace Workspace { get; init; }

        public required string Role { get; init; }
    }

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageAsked.Read(http.Request.Query, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var seen = await Visible(db, http)
            .Where(one => page.After == null || one.Workspace.Id > page.After)
            .OrderBy(one => one.Workspace.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        var (items, next) = Part.Of([.. seen.Select(ViewOf)], page.Limit, view => view.Id);
        return Results.Json(new WorkspacePage(items, next), JsonBody.Options);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await Visible(db, http).SingleOrDefaultAsync(one => one.Workspace.Id == PathId.Of(id), cancellationToken) is { } seen
            ? Results.Json(ViewOf(seen), JsonBody.Options)
            : Problems.Of(NoSuchWorkspace);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<WorkspaceRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        if (!Names.IsGood(request.Name))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["name"] = [Names.Expected] }));
        if (http.GetCallContext().Principal!.User is not { } user)
            return Problems.Of(NotAPerson);
        var now = time.GetUtcNow().ToStored();
        var workspace = new Workspace { Id = Guid.CreateVersion7(now), Name = request.Name!, CreatedAt = now };
        await unitOfWork.WriteAsync(
            (context, _) =>
            {
                context.Db.Workspaces.Add(new Workspace { Id = workspace.Id, Name = workspace.Name, CreatedAt = now });
                context.Db.Members.Add(new Membership { Id = Guid.CreateVersion7(now), WorkspaceId = workspace.Id, UserId = user, Role = Roles.Owner, CreatedAt = now });
                return Task.FromResult(true);
            },
            cancellationToken);
        http.Response.Headers.Location = $"/api/v1/workspaces/{workspace.Id}";
        return Results.Json(new WorkspaceView(workspace.Id, workspace.Name, Roles.Owner, now), JsonBody.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RenameAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<WorkspaceRequest>(http.Request, cancellationToken);
        if (patch is null)
            return Problems.Of(problem!);
        var name = patch["name"]?.GetValue<string>();
        if (patch.ContainsKey("name") && !Names.IsGood(name))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["name"] = [Names.Expected] }));
        return await ChangeAsync(
            PathId.Of(id),
            http,
            unitOfWork,
            (_, seen, _) =>
            {
                seen.Workspace.Name = name ?? seen.Workspace.Name;
                return Task.FromResult(Results.Json(ViewOf(seen), JsonBody.Options));
            },
            cancellationToken);
    }

    // What belongs to it in other services can no longer be reached; its keys end at once.
    private static Task<IResult> DeleteAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken) => PathId.Of(id) == WellKnown.WorkspaceId
        ? Task.FromResult(Problems.Of(First))
        : ChangeAsync(
            PathId.Of(id),
            http,
            unitOfWork,
            async (context, seen, token) =>
            {
                var now = time.GetUtcNow().ToStored();
                seen.Workspace.DeletedAt = now;
                foreach (var key in await context.Db.Keys.Where(key => key.WorkspaceId == seen.Workspace.Id && key.RevokedAt == null).ToListAsync(token))
                    Revoking.Revoke(context, key, now);
                foreach (var user in await context.Db.Members.Where(member => member.WorkspaceId == seen.Workspace.Id).Select(member => member.UserId).ToListAsync(token))
                    Revoking.Refresh(context, user, now);
                return Results.NoContent();
            },
            cancellationToken);

    private static Task<IResult> ChangeAsync(
        Guid id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, Func<WriteContext<IdentityDb>, Seen, CancellationToken, Task<IResult>> change, CancellationToken cancellationToken) =>
        unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await Visible(context.Db, http).SingleOrDefaultAsync(one => one.Workspace.Id == id, token) is not { } seen)
                    return Problems.Of(NoSuchWorkspace);
                return seen.Role == Roles.Owner ? await change(context, seen, token) : Problems.Of(NotYours);
            },
            cancellationToken);

    private static WorkspaceView ViewOf(Seen seen) => new(seen.Workspace.Id, seen.Workspace.Name, seen.Role, seen.Workspace.CreatedAt);

    private static IQueryable<Seen> Visible(IdentityDb db, HttpContext http)
    {
        var user = http.GetCallContext().Principal!.User;
        return db.Members.Where(member => member.UserId == user)
            .Join(db.Workspaces.Where(workspace => workspace.DeletedAt == null), member => member.WorkspaceId, workspace => workspace.Id, (member, workspace) => new Seen { Workspace = workspace, Role = member.Role });
    }
}
