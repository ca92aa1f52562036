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

/// <summary><c>/api/v1/members</c>: who is in the workspace, and as what.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        var members = routes.MapGroup("/api/v1/members").AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.MembersManage);
        members.MapGet("", ListAsync).Describe(DescribeList);
        members.MapGet("{id}", GetAsync).Describe(DescribeOne);
        members.MapPatch("{id}", ChangeAsync).Describe(DescribeChange);
        members.MapDelete("{id}", RemoveAsync).Describe(DescribeRemove);
    }

    private static Operation DescribeList() => new("listMembers", "List members")
    {
        Parameters = [Parameter.Limit(PageAsked.Default), Parameter.Cursor],
        Replies = [Reply.Json<MemberPage>(StatusCodes.Status200OK, "A page of them, by when they were made.")],
    };

    private static Operation DescribeOne() => new("getMember", "Read a member")
    {
        Replies = [Reply.Json<MemberView>(StatusCodes.Status200OK, "The member.")],
        Problems = [NoSuchMember],
    };

    private static Operation DescribeChange() => new("changeMember", "Change a member's role")
    {
        Body = Body.Patch<MemberRequest>("""{ "role": "editor" }"""),
        Replies = [Reply.Json<MemberView>(StatusCodes.Status200OK, "The member as it is now.")],
        Problems = [NoSuchMember, MemberRules.OwnersOnly, MemberRules.LastOwner],
    };

    private static Operation DescribeRemove() => new("removeMember", "Remove a member")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "It is a member no more.")],
        Problems = [NoSuchMember, MemberRules.OwnersOnly, MemberRules.LastOwner],
    };

    private static readonly Problem NoSuchMember = Problems.Create(StatusCodes.Status404NotFound, "member_not_found", "There is no such member.");

    private sealed class Seen
    {
        public required Membership Member { get; init; }

        public string? Name { get; init; }

        public string? Email { get; init; }
    }

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageAsked.Read(http.Request.Query, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var seen = await Visible(db, http)
            .Where(one => page.After == null || one.Member.Id > page.After)
            .OrderBy(one => one.Member.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        var (items, next) = Part.Of([.. seen.Select(ViewOf)], page.Limit, view => view.Id);
        return Results.Json(new MemberPage(items, next), JsonBody.Options);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, IDbContextFactory<IdentityDb> factory, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await Visible(db, http).SingleOrDefaultAsync(one => one.Member.Id == PathId.Of(id), cancellationToken) is { } seen
            ? Results.Json(ViewOf(seen), JsonBody.Options)
            : Problems.Of(NoSuchMember);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken)
    {
        var (patch, problem) = await JsonBody.ReadPatchAsync<MemberRequest>(http.Request, cancellationToken);
        if (patch is null)
            return Problems.Of(problem!);
        var role = patch["role"]?.GetValue<string>() ?? "";
        if (!Roles.All.Contains(role))
            return Problems.Of(Problems.Invalid(new Dictionary<string, string[]> { ["role"] = [MemberRules.Expected] }));
        return await WriteAsync(
            id,
            http,
            unitOfWork,
            role,
            (context, seen) =>
            {
                seen.Member.Role = role;
                Revoking.Refresh(context, seen.Member.UserId, time.GetUtcNow().ToStored());
                return Results.Json(ViewOf(seen), JsonBody.Options);
            },
            cancellationToken);
    }

    private static Task<IResult> RemoveAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, TimeProvider time, CancellationToken cancellationToken) => WriteAsync(
        id,
        http,
        unitOfWork,
        null,
        (context, seen) =>
        {
            context.Db.Members.Remove(seen.Member);
            Revoking.Refresh(context, seen.Member.UserId, time.GetUtcNow().ToStored());
            return Results.NoContent();
        },
        cancellationToken);

    private static Task<IResult> WriteAsync(
        string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, string? role, Func<WriteContext<IdentityDb>, Seen, IResult> write, CancellationToken cancellationToken) =>
        unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await Visible(context.Db, http).SingleOrDefaultAsync(one => one.Member.Id == PathId.Of(id), token) is not { } seen)
                    return Problems.Of(NoSuchMember);
                var isAboutOwners = seen.Member.Role == Roles.Owner || role == Roles.Owner;
                if (isAboutOwners && !await MemberRules.IsOwnerAsync(context.Db, http.GetCallContext().Principal!, token))
                    return Problems.Of(MemberRules.OwnersOnly);
                if (seen.Member.Role == Roles.Owner && role != Roles.Owner && !await MemberRules.HasOtherOwnerAsync(context.Db, seen.Member, token))
                    return Problems.Of(MemberRules.LastOwner);
                var answer = write(context, seen);
                // The next work of the same group must see who is an owner now.
                await context.Db.SaveChangesAsync(token);
                return answer;
            },
            cancellationToken);

    private static MemberView ViewOf(Seen seen) => new(seen.Member.Id, seen.Member.UserId, seen.Name, seen.Email, seen.Member.Role, seen.Member.CreatedAt);

    private static IQueryable<Seen> Visible(IdentityDb db, HttpContext http)
    {
        var workspace = http.GetCallContext().Workspace;
        return db.Members.Where(member => member.WorkspaceId == workspace)
            .Join(db.Users, member => member.UserId, user => user.Id, (member, user) => new Seen { Member = member, Name = user.UserName, Email = user.Email });
    }
}
