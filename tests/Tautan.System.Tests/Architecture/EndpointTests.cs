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
}
