using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Tautan.Identity.Pages;

internal static class Forms
{
    /// <summary>Refuses a form that did not come from a page of ours (cross-site request forgery).</summary>
    public static TBuilder RequireOwnForm<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            if (HttpMethods.IsPost(http.Request.Method) && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
                return new PageResult(Texts.Of(http).SignIn, PageResult.Problem(Texts.Of(http).Expired), Status: StatusCodes.Status400BadRequest);
            return await next(invocation);
        });

    /// <summary>Where somebody may be sent after signing in: a path of ours, and nothing that a browser takes for another site.</summary>
    public static string? LocalPath(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal) ? url : null;
}
