using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tautan.Health.Parking;
using Tautan.Health.Probing;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Parking;

public sealed class DomainParkingTests
{
    private static readonly RemoteAddress Public = new(IPAddress.Parse("192.0.2.1"), null);

    private sealed class Servers(params string[]? names) : INameServers
    {
        public List<string> Asked { get; } = [];

        public Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken)
        {
            Asked.Add(host);
            return Task.FromResult<IReadOnlyList<string>?>(names);
        }
    }

    private static async Task<bool> AskAsync(DomainParking parking, string url, RemoteAddress? remote) =>
        await parking.IsParkedAsync(new Uri(url), remote, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Host_is_asked_about_once_a_day()
    {
        var servers = new Servers("ns1.a.example", "ns1.bodis.com");
        var time = new FakeTimeProvider();
        var parking = new DomainParking(ParkedDomains.Default, servers, time);
        for (var i = 0; i < 3; i++) (await AskAsync(parking, "https://a.example/x", Public)).ShouldBeTrue();
        servers.Asked.ShouldBe(["a.example"]);
        time.Advance(TimeSpan.FromHours(25));
        (await AskAsync(parking, "https://a.example/y", Public)).ShouldBeTrue();
        servers.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Host_that_nobody_could_tell_about_is_not_parked_and_asked_about_again_after_an_hour()
    {
        var servers = new Servers(names: null);
        var time = new FakeTimeProvider();
        var parking = new DomainParking(ParkedDomains.Default, servers, time);
        (await AskAsync(parking, "https://a.example/", Public)).ShouldBeFalse();
        (await AskAsync(parking, "https://a.example/", Public)).ShouldBeFalse();
        servers.Asked.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromMinutes(61));
        (await AskAsync(parking, "https://a.example/", Public)).ShouldBeFalse();
        servers.Asked.Count.ShouldBe(2);
    }

    private sealed class NeverAnswers : INameServers
    {
        public Task<IReadOnlyList<string>?> FindAsync(string host, CancellationToken cancellationToken) => new TaskCompletionSource<IReadOnlyList<string>?>().Task;
    }

    [Fact]
    public async Task Resolver_that_never_answers_holds_no_probe_up_for_longer_than_three_seconds()
    {
        var time = new FakeTimeProvider();
        var asking = AskAsync(new DomainParking(ParkedDomains.Default, new NeverAnswers(), time), "https://a.example/", Public);
        asking.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(3));
        (await asking).ShouldBeFalse();
    }

    [Fact]
    public async Task Addresses_and_hosts_of_private_networks_are_never_asked_about()
    {
        var servers = new Servers("ns1.bodis.com");
        var parking = new DomainParking(ParkedDomains.Default, servers, TimeProvider.System);
        (await AskAsync(parking, "https://intranet.example/", Sample.Loopback)).ShouldBeFalse();
        (await AskAsync(parking, "https://192.0.2.1/", Public)).ShouldBeFalse();
        (await AskAsync(parking, "https://a.example/", null)).ShouldBeFalse();
        servers.Asked.ShouldBeEmpty();
    }
}
