using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Platform.Web;

namespace Tautan.Testing.Services;

/// <summary>
/// Walks every endpoint of a service that runs, knocks as whoever is not listed there, and reports each door that opened.
/// The service must be one that answers other services alone.
/// </summary>
public static class EndpointWalk
{
    /// <summary>A certificate of the installation that is no service's.</summary>
    public const string Stranger = "stranger";

    private static readonly string[] Names = [ServiceNames.Gateway, ServiceNames.Links, ServiceNames.Health, ServiceNames.Identity, ServiceNames.House, Stranger];

    /// <summary>Every endpoint that is mapped, gRPC's own answers for what is not implemented among them.</summary>
    public static IReadOnlyList<RouteEndpoint> Endpoints(TestHost host) =>
        [.. ((IEndpointRouteBuilder)host.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Endpoints that name no callers although somebody wrote them.</summary>
    public static IReadOnlyList<string> WithoutCallers(TestHost host) =>
        [.. Endpoints(host).Where(endpoint => endpoint.Metadata.GetMetadata<AllowedCallers>() is null && !IsCatchAll(endpoint)).Select(Describe)];

    /// <summary>Knocks at every endpoint as everybody who may not come in.</summary>
    /// <returns>A line for each answer that was no refusal; empty: all doors are shut.</returns>
    public static async Task<IReadOnlyList<string>> OpenDoorsAsync(TestHost host, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var endpoint in Endpoints(host))
        {
            var listed = endpoint.Metadata.GetMetadata<AllowedCallers>()?.Services ?? [];
            foreach (var caller in Names.Except(listed))
                await KnockAsync(host, endpoint, caller, Everything, HttpStatusCode.Forbidden, "caller_not_allowed", open, cancellationToken);
            if (endpoint.Metadata.GetMetadata<RequiredPrincipal>() is not null)
                await KnockAsync(host, endpoint, ServiceNames.Gateway, null, HttpStatusCode.Unauthorized, "unauthenticated", open, cancellationToken);
            if (endpoint.Metadata.GetMetadata<RequiredScope>() is { } required && listed.Contains(ServiceNames.Gateway))
            {
                await KnockAsync(host, endpoint, ServiceNames.Gateway, null, HttpStatusCode.Unauthorized, "unauthenticated", open, cancellationToken);
                await KnockAsync(host, endpoint, ServiceNames.Gateway, EverythingBut(required.Scope), HttpStatusCode.Forbidden, "insufficient_scope", open, cancellationToken);
            }

            if (await AnswersWithoutCertificateAsync(host, endpoint, cancellationToken) is { } status)
                open.Add($"{Describe(endpoint)} answered {status} to a caller without a certificate");
        }

        return open;
    }

    private static Principal Everything => new(WellKnown.WorkspaceId, "key:test", new HashSet<string> { Scopes.Admin });

    private static Principal EverythingBut(string scope) => Everything with
    {
        Scopes = Scopes.All.Except([scope, Scopes.Admin]).ToHashSet(),
    };

    private static async Task KnockAsync(
        TestHost host, RouteEndpoint endpoint, string caller, Principal? principal, HttpStatusCode status, string code, List<string> open, CancellationToken cancellationToken)
    {
        using var client = host.Installation.Client(caller, host.Name, principal);
        using var response = await client.SendAsync(Request(endpoint), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != status)
        {
            open.Add($"{Describe(endpoint)} answered {(int)response.StatusCode} to {caller} ({principal?.Subject ?? "for itself"}), not {(int)status}");
            return;
        }

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        if (problem.RootElement.GetProperty("code").GetString() != code)
            open.Add($"{Describe(endpoint)} answered {problem.RootElement} to {caller}, not {code}");
    }

    private static async Task<int?> AnswersWithoutCertificateAsync(TestHost host, RouteEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var handler = host.Installation.Caller(Stranger).HandlerWithoutCertificate(host.Name);
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{host.Name}"), DefaultRequestVersion = HttpVersion.Version20 };
        try
        {
            using var response = await client.SendAsync(Request(endpoint), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or AuthenticationException)
        {
            return null;
        }
    }

    private static HttpRequestMessage Request(RouteEndpoint endpoint)
    {
        var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods[0] : IsGrpc(endpoint) ? "POST" : "GET";
        var request = new HttpRequestMessage(new HttpMethod(method), PathOf(endpoint.RoutePattern))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (method is not "POST" and not "PATCH" and not "PUT")
            return request;

        // An empty gRPC message, which as JSON is nothing: neither does harm.
        request.Content = new ByteArrayContent(new byte[5]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(IsGrpc(endpoint) ? "application/grpc" : "application/json");
        return request;
    }

    private static string PathOf(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "unimplementedService" or "unimplementedMethod" } => "none",
            RoutePatternParameterPart => "01900000-0000-7000-8000-00000000ffff",
            _ => "",
        }))));

    private static bool IsGrpc(RouteEndpoint endpoint) => endpoint.DisplayName?.StartsWith("gRPC", StringComparison.Ordinal) == true;

    // gRPC answers for methods that nobody implements by endpoints of its own; they name nobody and so refuse everybody.
    private static bool IsCatchAll(RouteEndpoint endpoint) => endpoint.RoutePattern.Parameters.Any(parameter => parameter.Name == "unimplementedMethod");

    private static string Describe(RouteEndpoint endpoint) => endpoint.DisplayName ?? endpoint.RoutePattern.RawText ?? "?";
}
