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

namespace Tautan.Identity.Workspaces;

/// <summary><c>/api/v1/invitations</c>: links by which people become members, valid for seven days.</summary>
internal static class InvitationEndpoints
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/v1/invitations").AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.MembersManage);
        invitations.MapGet("", ListAsync);
        invitations.MapPost("", CreateAsync);
        invitations.MapDelete("{id:guid}", WithdrawAsync);
    }

    private static readonly Problem NoSuchInvitation = Problems.Create(StatusCodes.Status404NotFound, "invitation_not_found", "There is no such invitation.");

    private sealed record Request(string? Email, string? Role);

    private sealed record Made(Guid Id, Uri Url);

    private sealed record View(Guid Id, string Email, string Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

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
        return Results.Json(
            Page<View>.Of([.. open.Select(one => new View(one.Id, one.Email, one.Role, one.CreatedAt, one.ExpiresAt))], page.Limit, view => view.Id), JsonBody.Options);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, UrlsOptions urls, TimeProvider time, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<Request>(http.Request, cancellationToken);
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
        return Results.Json(new Made(id, url), JsonBody.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> WithdrawAsync(Guid id, HttpContext http, IUnitOfWork<IdentityDb> unitOfWork, CancellationToken cancellationToken)
    {
        var isGone = await unitOfWork.WriteAsync(
            async (context, token) =>
            {
                if (await Open(context.Db, http).AsTracking().SingleOrDefaultAsync(row => row.Id == id, token) is not { } invitation)
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
