using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Keys;

/// <summary><c>/api/v1/keys</c>: the API keys of a workspace.</summary>
internal static class KeyEndpoints
{
    public static void MapKeyEndpoints(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/v1/keys").AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.KeysManage);
        keys.MapGet("", ListAsync).Describe(DescribeList);
        keys.MapPost("", CreateAsync).Describe(DescribeCreate);
        keys.MapGet("{id}", GetAsync).Describe(DescribeOne);
        keys.MapDelete("{id}", RevokeAsync).Describe(DescribeRevoke);
    }

    private static Operation DescribeList() => new("listKeys", "List API keys")
    {
        Parameters = [Parameter.Limit(PageAsked.Default), Parameter.Cursor],
        Replies = [Reply.Json<KeyPage>(StatusCodes.Status200OK, "A page of them, by when they were made.")],
    };

    private static Operation DescribeCreate() => new("createKey", "Make an API key")
    {
        Description = "The key itself is in this answer alone.",
        Body = Body.Json<KeyRequest>("""{ "name": "reports", "scopes": ["links:read"] }"""),
        Replies = [Reply.Json<KeyView>(StatusCodes.Status201Created, "The key.").WithLocation()],
        Problems = [NoSuchUser],
    };

    private static Operation DescribeOne() => new("getKey", "Read an API key")
    {
        Replies = [Reply.Json<KeyView>(StatusCodes.Status200OK, "The key, without what it is used by.")],
        Problems = [NoSuchKey],
    };

    private static Operation DescribeRevoke() => new("revokeKey", "Revoke an API key")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is refused everywhere within five seconds.")],
        Problems = [NoSuchKey],
    };

    private static readonly Problem NoSuchKey = Problems.Create(StatusCodes.Status404NotFound, "key_not_found", "There is no such key.");
    private static readonly Problem NoSuchUser = Problems.Create(StatusCodes.Status403Forbidden, "not_a_person", "A key is somebody's: a service cannot make one.");
    private static readonly Problem NoSuchWorkspace = Problems.Invalid(new Dictionary<string, string[]> { ["workspace"] = ["must be a workspace whose owner or admin you are"] });

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageAsked.Read(http.Request.Query, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var keys = await Visible(db, http)
            .Where(key => page.After == null || key.Id > page.After)
            .OrderBy(key => key.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        var (items, next) = Part.Of([.. keys.Select(key => KeyView.Of(key))], page.Limit, key => key.Id);
        return Results.Json(new KeyPage(items, next), JsonBody.Options);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await Visible(db, http).SingleOrDefaultAsync(key => key.Id == PathId.Of(id), cancellationToken) is { } key
            ? Results.Json(KeyView.Of(key), JsonBody.Options)
            : Problems.Of(NoSuchKey);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<KeyRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var caller = http.GetCallContext().Principal!;
        if (caller.User is not { } user)
            return Problems.Of(NoSuchUser);
        var now = time.GetUtcNow().ToStored();
        var errors = KeyRules.Check(request, caller, now, out var scopes, out var networks);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var workspace = request.Workspace ?? caller.Workspace;
        if (workspace != caller.Workspace && !caller.Has(Scopes.Admin))
            return Problems.Of(NoSuchWorkspace);
        var secret = ApiKey.New();
        var key = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                var role = await context.Db.Members.Where(member => member.WorkspaceId == workspace && member.UserId == user)
                    .Join(context.Db.Workspaces.Where(row => row.DeletedAt == null), member => member.WorkspaceId, row => row.Id, (member, _) => member.Role)
                    .SingleOrDefaultAsync(token);
                if (role is null || (workspace != caller.Workspace && !Roles.Manages(role)))
                    return null;
                var made = new Key
                {
                    Id = Guid.CreateVersion7(now),
                    WorkspaceId = workspace,
                    UserId = user,
                    Name = request.Name!,
                    Hash = KeyHash.Of(secret),
                    Scopes = scopes,
                    AllowedNetworks = networks,
                    CreatedAt = now,
                    ExpiresAt = request.ExpiresAt?.ToStored(),
                };
                context.Db.Keys.Add(made);
                return made;
            },
            cancellationToken);
        if (key is null)
            return Problems.Of(NoSuchWorkspace);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = $"/api/v1/keys/{key.Id}";
        return Results.Json(KeyView.Of(key, secret), JsonBody.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToStored();
        var isRevoked = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await Visible(context.Db, http).AsTracking().SingleOrDefaultAsync(row => row.Id == PathId.Of(id), token) is not { } key)
                    return false;
                Revoking.Revoke(context, key, now);
                return true;
            },
            cancellationToken);
        return isRevoked ? Results.NoContent() : Problems.Of(NoSuchKey);
    }

    private static IQueryable<Key> Visible(IdentityDb db, HttpContext http)
    {
        var workspace = http.GetCallContext().Workspace;
        return db.Keys.AsNoTracking().Where(key => key.WorkspaceId == workspace && key.RevokedAt == null);
    }
}
