using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Addresses;
using Tautan.Gateway.Listening;

namespace Tautan.Gateway.Redirecting;

/// <summary>Answers every request that is not the application's, from memory, on the thread that read it.</summary>
internal sealed class Redirector(
    Resolver resolver,
    AdminHosts adminHosts,
    VisitorAddress visitor,
    AddressSet denied,
    ClickWriter clicks,
    SecureTransport transport,
    WellKnownAnswer wellKnown,
    ShownLinks shown,
    TimeProvider time)
{
    /// <summary>Whether the application, and not this, answers: what is reserved for it, unless the visitor is denied or must come over TLS.</summary>
    /// <remarks>Judged by the very path that the application routes by, so that no spelling of it slips past the host.</remarks>
    public bool IsForApplication(IFeatureCollection features)
    {
        var request = RequestOf(features);
        var segment = ReservedSegments.First(request.Path);
        return (segment is ".well-known" || (ReservedSegments.IsReservedOnAdminHosts(segment) && adminHosts.Contains(HostOf(request))))
            && !IsDenied(features, request) && !transport.IsToBeSecured(features, request) && !Framing.IsUnknown(request);
    }

    public Task Answer(IFeatureCollection features)
    {
        var request = RequestOf(features);
        var response = features as IHttpResponseFeature ?? features.GetRequiredFeature<IHttpResponseFeature>();
        if (IsDenied(features, request))
            return Answers.Page(features, request, response, ErrorPages.Denied, PageForms.Of(request.Headers.Accept));
        if (Framing.IsUnknown(request))
            return Answers.Page(features, request, response, ErrorPages.UnknownCoding, PageForms.Of(request.Headers.Accept));
        if (transport.IsToBeSecured(features, request))
        {
            Answers.Redirect(request, response, StatusCodes.Status308PermanentRedirect, transport.Location(request));
            return Task.CompletedTask;
        }

        var target = RequestTarget.Of(request.RawTarget);
        if (WellKnownAnswer.IsFor(target))
            return wellKnown.Write(target, features, request, response);

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var resolution = resolver.Resolve(HostOf(request), target, request.Method, now);
        if (resolution.Kind is ClickKind.Preview or ClickKind.Qr)
            return shown.Answer(resolution, target, features, request, response, now);
        if (resolution.Allow is null)
            clicks.Write(resolution, features, request, now);
        if (resolution.Location is null)
            return Page(resolution, features, request, response);
        Answers.Redirect(request, response, resolution.Status, resolution.Location);
        return Task.CompletedTask;
    }

    private static IHttpRequestFeature RequestOf(IFeatureCollection features) =>
        features as IHttpRequestFeature ?? features.GetRequiredFeature<IHttpRequestFeature>();

    private static string HostOf(IHttpRequestFeature request) => request.Headers.Host.ToString();

    private static Task Page(
        in Resolution resolution, IFeatureCollection features, IHttpRequestFeature request, IHttpResponseFeature response)
    {
        if (resolution.Allow is not null)
        {
            response.Headers.Allow = resolution.Allow;
            return Answers.Page(features, request, response, ErrorPages.MethodNotAllowed, PageForms.Of(request.Headers.Accept));
        }

        // Whoever calls the API at a host where it does not answer is a program, and must learn why.
        if (resolution.Kind == ClickKind.Unknown && ReservedSegments.IsReservedOnAdminHosts(ReservedSegments.First(request.Path)))
            return Answers.Page(features, request, response, ErrorPages.NotAnAdminHost, PageForm.Json);
        var page = resolution.Kind == ClickKind.Expired ? ErrorPages.Expired : ErrorPages.NotFound;
        return Answers.Page(features, request, response, page, PageForms.Of(request.Headers.Accept));
    }

    private bool IsDenied(IFeatureCollection features, IHttpRequestFeature request) =>
        !denied.IsEmpty && denied.Contains(visitor.Of(features, request.Headers));
}
