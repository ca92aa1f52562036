using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Access;

public sealed class EndpointTests(SqliteLinks links)
{
    [Fact]
    public void Every_endpoint_names_its_callers()
    {
        EndpointWalk.Endpoints(links.Host).Count.ShouldBeGreaterThanOrEqualTo(8);

        EndpointWalk.WithoutCallers(links.Host).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_endpoint_refuses_whoever_it_does_not_name() =>
        (await EndpointWalk.OpenDoorsAsync(links.Host, TestContext.Current.CancellationToken)).ShouldBeEmpty();

    [Fact]
    public async Task A_certificate_of_another_installation_opens_nothing()
    {
        await using var other = new TestInstallation();
        using var handler = other.Caller("gateway").HandlerTo(links.Installation, "links");
        using var http = new HttpClient(handler) { BaseAddress = new Uri("https://links"), DefaultRequestVersion = new Version(2, 0) };

        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(new Uri("/api/v1/links", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_the_gateway_speaks_for_somebody()
    {
        using var http = links.Installation.Client("health", "links", new(Guid.NewGuid(), "key:test", new HashSet<string> { "admin" }));

        (await new LinksApi(http).ListAsync()).ShouldBeProblem(403, "caller_not_allowed");
    }
}
