using Tautan.Identity.Tests.Support;
using Tautan.Testing.Services;

namespace Tautan.Identity.Tests;

public sealed class EndpointTests
{
    [Fact]
    public async Task Every_endpoint_names_its_callers_and_refuses_everybody_else()
    {
        await using var running = await Running.StartAsync();
        EndpointWalk.WithoutCallers(running.Host).ShouldBeEmpty();
        (await EndpointWalk.OpenDoorsAsync(running.Host, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}
