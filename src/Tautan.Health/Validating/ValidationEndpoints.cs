using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;
using Tautan.Platform.Web.OpenApi;

namespace Tautan.Health.Validating;

/// <summary>
/// <c>POST /api/v1/validations</c>: whether URLs may be destinations, what they are sent as, which links lead there, and what one probe says.
/// <c>GET /api/v1/validations/{id}</c>: how far it is.
/// </summary>
internal static class ValidationEndpoints
{
    // Up to so many are waited for.
    private const int Few = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void MapValidations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/validations", PostAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.HealthWrite).Describe(DescribePost);
        routes.MapGet("/api/v1/validations/{id}", GetAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.HealthRead).Describe(DescribeGet);
    }

    private static Operation DescribePost() => new("validateUrls", "Look at URLs before they become links")
    {
        Description = "Whether each is a valid destination, what it is sent as, which links lead there already, and what one probe says. Up to 10 URLs are waited for (20 s); more, or slow ones, are answered 202 at once.",
        Body = Body.Json<ValidationRequest>("""{ "urls": ["https://a.example/some page", "a.example"], "probe": false }"""),
        Replies =
        [
            Reply.Json<ValidationView>(StatusCodes.Status200OK, "All of them were looked at.").WithLocation(),
            Reply.Json<ValidationView>(StatusCodes.Status202Accepted, "What is done so far; ask `Location` again.").WithLocation(),
        ],
        Problems = [TooMany],
    };

    private static Operation DescribeGet() => new("getValidation", "How far a validation is")
    {
        Replies = [Reply.Json<ValidationView>(StatusCodes.Status200OK, "What is done so far.")],
        Problems = [NoSuchValidation],
    };

    private static readonly Problem TooMany = Problems.Create(
        StatusCodes.Status429TooManyRequests, "too_many_validations", $"{ValidationDesk.MostRunning} validations are being made; try again when one has ended.");

    private static readonly Problem NoSuchValidation = Problems.Create(
        StatusCodes.Status404NotFound, "validation_not_found", "There is no such validation, or it was made more than an hour ago.");

    private static async Task<IResult> PostAsync(HttpContext http, ValidationDesk desk, CancellationToken cancellationToken)
    {
        var (request, problem) = await JsonBody.ReadAsync<ValidationRequest>(http.Request, cancellationToken);
        if (request is null) return Problems.Of(problem!);
        var spec = ValidationSpec.Check(request, out var errors);
        if (errors.Count > 0) return Problems.Of(Problems.Invalid(errors));
        var patience = spec.Urls.Count <= Few || !spec.Probe ? Patience : TimeSpan.Zero;
        if (await desk.BeginAsync(http.GetCallContext().Workspace, spec, patience, cancellationToken) is not { } view)
        {
            http.Response.Headers.RetryAfter = "10";
            return Problems.Of(TooMany);
        }

        http.Response.Headers.Location = $"/api/v1/validations/{view.Id}";
        return Results.Json(view, statusCode: view.Status == "done" ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, ValidationDesk desk, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var guid) && await desk.FindAsync(guid, http.GetCallContext().Workspace, cancellationToken) is { } view
            ? Results.Json(view)
            : Problems.Of(NoSuchValidation);
}
