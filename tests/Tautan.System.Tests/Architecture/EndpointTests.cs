using Microsoft.AspNetCore.Routing.Template;
using Tautan.Contracts;
using Tautan.Serving;
using Tautan.Testing.Services;

namespace Tautan.SystemTests.Architecture;

/// <summary>Every endpoint of every service names its callers, and refuses everybody else.</summary>
public sealed class EndpointTests
{
    public static TheoryData<string> Internal { get; } = [.. Catalogue.Make(Catalogue.Names).Where(service => !service.IsPublic).Select(service => service.Name)];

    [Theory]
    [MemberData(nameof(Internal))]
    public async Task Every_endpoint_of_a_service_names_its_callers_and_refuses_others(string name)
    {
        await using var installation = new TestInstallation();
        await using var host = await installation.StartAsync(Catalogue.Make([name]).Single(), TestContext.Current.CancellationToken);
        EndpointWalk.Endpoints(host).ShouldNotBeEmpty();
        EndpointWalk.WithoutCallers(host).ShouldBeEmpty();
        (await EndpointWalk.OpenDoorsAsync(host, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Internal))]
    public async Task Every_endpoint_for_the_outside_is_reached_through_the_gateway(string name)
    {
        await using var installation = new TestInstallation();
        await using var host = await installation.StartAsync(Catalogue.Make([name]).Single(), TestContext.Current.CancellationToken);
        var paths = EndpointWalk.Endpoints(host).Select(endpoint => endpoint.RoutePattern.RawText ?? "").Where(pattern => pattern.StartsWith("/api/", StringComparison.Ordinal)).Distinct().ToList();
        paths.ShouldNotBeEmpty();
        paths.Where(pattern => OwnerOf(string.Join('/', pattern.Split('/').Select(segment => segment.StartsWith('{') ? "0190" : segment))) != name).ShouldBeEmpty();
    }

    private static string? OwnerOf(string path) => PublicRoutes.All
        .Select(route => (route.Service, Template: TemplateParser.Parse(route.Pattern)))
        .Where(route => new TemplateMatcher(route.Template, []).TryMatch(path, []))
        .OrderBy(route => RoutePrecedence.ComputeInbound(route.Template))
        .Select(route => route.Service)
        .FirstOrDefault();
}
