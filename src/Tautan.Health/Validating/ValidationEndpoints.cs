using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;

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
        routes.MapPost("/api/v1/validations", PostAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.HealthWrite);
        routes.MapGet("/api/v1/validations/{id}", GetAsync).AllowCallers(ServiceNames.Gateway).RequireScope(Scopes.HealthRead);
    }

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
            return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_validations", $"{ValidationDesk.MostRunning} validations are being made; try again when one has ended.");
        }

        http.Response.Headers.Location = $"/api/v1/validations/{view.Id}";
        return Results.Json(view, statusCode: view.Status == "done" ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, ValidationDesk desk, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var guid) && await desk.FindAsync(guid, http.GetCallContext().Workspace, cancellationToken) is { } view
            ? Results.Json(view)
            : Problems.Of(StatusCodes.Status404NotFound, "validation_not_found", "There is no such validation, or it was made more than an hour ago.");
}
