using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Gateway.Access;
using Tautan.Platform.Web;

namespace Tautan.Gateway.Door;

internal static class DoorEndpoints
{
    /// <summary>Maps what the services have declared for the outside, and a 404 for everything else.</summary>
    public static IEndpointRouteBuilder MapDoor(this IEndpointRouteBuilder endpoints)
    {
        var limits = endpoints.ServiceProvider.GetRequiredService<GatewayOptions>().Limits;
        foreach (var route in PublicRoutes.All)
        {
            var endpoint = endpoints.Map(route.Pattern, context => context.RequestServices.GetRequiredService<ServiceForwarder>().ForwardAsync(context, route.Service))
                .WithMetadata(new BodyLimit(route.TakesMuch ? limits.LargeBodyBytes : limits.BodyBytes))
                .WithDisplayName($"{route.Pattern} → {route.Service}");
            if (route.IsOpen)
                endpoint.WithMetadata(new AuthenticationMiddleware.Anonymous());
        }

        endpoints.MapFallback("{**path}", context => Problems.Of(StatusCodes.Status404NotFound, "no_such_endpoint", "There is nothing at this path.").ExecuteAsync(context))
            .WithMetadata(new AuthenticationMiddleware.Anonymous());
        return endpoints;
    }
}
