using System.Buffers.Text;
using System.Net.Mail;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Keys;
using Tautan.Platform.Hosting;
using Tautan.Platform.Persistence;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Identity.Workspaces;

/// <summary><c>/api/v1/invitations</c>: links by which people become members, valid for seven days.</summary>
internal static class InvitationEndpoints
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/v1/invitations").AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.MembersManage);
        invitations.MapGet("", ListAsync).Describe(DescribeList);
        invitations.MapPost("", CreateAsync).Describe(DescribeCreate);
        invitations.MapDelete("{id}", WithdrawAsync).Describe(DescribeWithdraw);
    }

    private static Operation DescribeList() => new("listInvitations", "List invitations that are open")
    {
        Parameters = [Parameter.Limit(PageAsked.Default), Parameter.Cursor],
        Replies = [Reply.Json<InvitationPage>(StatusCodes.Status200OK, "A page of them, by when they were made.")],
    };

    private static Operation DescribeCreate() => new("createInvitation", "Invite somebody")
    {
        Body = Body.Json<InvitationRequest>("""{ "email": "ani@example.com", "role": "editor" }"""),
        Replies = [Reply.Json<NewInvitation>(StatusCodes.Status201Created, "The link to be sent; it is in this answer alone.")],
        Problems = [MemberRules.OwnersOnly],
    };

    private static Operation DescribeWithdraw() => new("withdrawInvitation", "Withdraw an invitation")
    {
        Replies = [Reply.Empty(StatusCodes.Status204NoContent, "Its link is not valid any more.")],
        Problems = [NoSuchInvitation],
    };

    private static readonly Problem NoSuchInvitation = Problems.Create(StatusCodes.Status404NotFound, "invitation_not_found", "There is no such invitation.");

    private static async Task<IResult> ListAsync(HttpContext http, IDbContextFactory<IdentityDb> factory, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, string[]>();
        var page = PageAsked.Read(http.Request.Query, errors);
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var open = await Open(db, http)
            .Where(invitation => invitation.ExpiresAt > now && (page.After == null || invitation.Id > page.After))
            .OrderBy(invitation => invitation.Id)
            .Take(page.Limit + 1)
            .ToListAsync(cancellationToken);
        var (items, next) = Part.Of([.. open.Select(one => new InvitationView(one.Id, one.Email, one.Role, one.CreatedAt, one.ExpiresAt))], page.Limit, view => view.Id);
        return Results.Json(new InvitationPage(items, next), JsonBody.Options);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, UrlsOptions urls, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<InvitationRequest>(http.Request, cancellationToken);
        if (request is null)
            return Problems.Of(problem!);
        var errors = new Dictionary<string, string[]>();
        if (request.Email is not { Length: <= 254 } email || !MailAddress.TryCreate(email, out var address) || address.Address != email)
            errors["email"] = ["must be an e-mail address"];
        if (!Roles.All.Contains(request.Role ?? ""))
            errors["role"] = [MemberRules.Expected];
        if (errors.Count != 0)
            return Problems.Of(Problems.Invalid(errors));
        var caller = http.GetCallContext().Principal!;
        var now = time.GetUtcNow().ToStored();
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var id = Guid.CreateVersion7(now);
        var isAllowed = await unitOfWork.WriteAsync(
            async (context, stopping) =>
            {
                if (request.Role == Roles.Owner && !await MemberRules.IsOwnerAsync(context.Db, caller, stopping))
                    return false;
                context.Db.Invitations.Add(new Invitation
                {
                    Id = id,
                    WorkspaceId = caller.Workspace,
                    Email = request.Email!,
                    Role = request.Role!,
                    Hash = KeyHash.Of(token),
                    InvitedBy = caller.User ?? Guid.Empty,
                    CreatedAt = now,
                    ExpiresAt = now + Lifetime,
                });
                return true;
            },
            cancellationToken);
        if (!isAllowed)
            return Problems.Of(MemberRules.OwnersOnly);
        http.Response.Headers.CacheControl = "no-store";
        var url = new Uri(urls.BaseUri(), "/account/invitation?token=" + token);
        return Results.Json(new NewInvitation(id, url.AbsoluteUri), JsonBody.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> WithdrawAsync(string id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, CancellationToken cancellationToken)
    {
        var isGone = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await Open(context.Db, http).AsTracking().SingleOrDefaultAsync(row => row.Id == PathId.Of(id), token) is not { } invitation)
                    return false;
                context.Db.Invitations.Remove(invitation);
                return true;
            },
            cancellationToken);
        return isGone ? Results.NoContent() : Problems.Of(NoSuchInvitation);
    }

    private static IQueryable<Invitation> Open(IdentityDb db, HttpContext http)
    {
        var workspace = http.GetCallContext().Workspace;
        return db.Invitations.AsNoTracking().Where(invitation => invitation.WorkspaceId == workspace && invitation.AcceptedAt == null);
    }
}
