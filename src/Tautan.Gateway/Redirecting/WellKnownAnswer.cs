using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Redirecting;

/// <summary>Answers for the files that every host is asked for (<see cref="WellKnownFiles"/>).</summary>
internal sealed class WellKnownAnswer(DomainTable domains)
{
    public static bool IsFor(RequestTarget target) => target.Path is "/robots.txt" or "/favicon.ico";

    public Task Write(RequestTarget target, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response)
    {
        if (!Methods.IsRead(request.Method))
        {
            response.Headers.Allow = Methods.AllowForGet;
            return Answers.Page(features, request, response, ErrorPages.MethodNotAllowed, PageForms.Of(request.Headers.Accept));
        }

        response.Headers.CacheControl = "public, max-age=86400";
        return target.Path is "/robots.txt"
            ? Answers.Body(features, request, response, StatusCodes.Status200OK, "text/plain; charset=utf-8", RobotsOf(request.Headers.Host.ToString()))
            : Answers.Body(features, request, response, StatusCodes.Status200OK, "image/svg+xml", WellKnownFiles.Icon);
    }

    private byte[] RobotsOf(string host) => domains.Find(host).DisallowRobots ? WellKnownFiles.RobotsDisallowed : WellKnownFiles.Robots;
}
