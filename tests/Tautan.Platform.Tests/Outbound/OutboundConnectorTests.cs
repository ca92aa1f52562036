using System.Net;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

public sealed class OutboundConnectorTests
{
    private const string Loopback = "127.0.0.0/8";

    [Fact]
    public async Task It_connects_to_the_address_that_was_checked_whatever_the_name_says_next()
    {
        await using var open = TestSite.Start(address: IPAddress.Parse("127.0.0.2"));
        await using var closed = TestSite.Start();
        var wire = new Wire(["127.0.0.2/32"]);
        wire.Resolver.SetInTurn("rebind.test", ["127.0.0.2"], ["127.0.0.1"]);

        using var first = await wire.ConnectAsync($"http://rebind.test:{open.Port}/");
        using var second = await wire.ConnectAsync($"http://rebind.test:{closed.Port}/");

        first.Error.ShouldBe(ConnectError.None);
        first.Address.ShouldBe(IPAddress.Parse("127.0.0.2"));
        second.Error.ShouldBe(ConnectError.NotPublic);
        second.Address.ShouldBeNull();
        wire.Resolver.Asked.Count.ShouldBe(2, "one look-up a connection, so that nothing can change in between");
        closed.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_that_may_be_reached_are_tried()
    {
        await using var site = TestSite.Start();
        var wire = new Wire(["127.0.0.1/32"]);
        wire.Resolver.Set("both.test", "169.254.169.254", "10.0.0.1", "127.0.0.1");

        using var connection = await wire.ConnectAsync(site.UrlAs("both.test"));

        connection.Error.ShouldBe(ConnectError.None);
        connection.Address.ShouldBe(IPAddress.Loopback);
        connection.AllowedNetwork.ShouldBe(IPNetwork.Parse("127.0.0.1/32"));
    }

    [Fact]
    public async Task Where_an_address_was_withheld_the_failure_of_the_others_is_not_the_names()
    {
        await using var site = TestSite.Start();
        await site.StopAsync();
        var wire = new Wire(["127.0.0.1/32"]);
        wire.Resolver.Set("both.test", "127.0.0.1", "10.0.0.1");

        using var connection = await wire.ConnectAsync(site.UrlAs("both.test"));

        connection.Error.ShouldBe(ConnectError.NotPublic);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_refuses()
    {
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2"));
        var wire = new Wire([Loopback]);
        wire.Resolver.Set("two.test", "127.0.0.1", "127.0.0.2");

        using var connection = await wire.ConnectAsync(site.UrlAs("two.test"));

        connection.Error.ShouldBe(ConnectError.None);
        connection.Address.ShouldBe(IPAddress.Parse("127.0.0.2"));
    }

    [Fact]
    public async Task A_first_address_that_hangs_leaves_time_for_the_second()
    {
        using var deaf = await DeafListener.StartAsync(TestContext.Current.CancellationToken);
        await using var site = TestSite.Start(address: IPAddress.Parse("127.0.0.2"), port: deaf.EndPoint.Port);
        var wire = new Wire([Loopback]);
        wire.Resolver.Set("two.test", "127.0.0.1", "127.0.0.2");

        using var connection = await wire.ConnectAsync(site.UrlAs("two.test"), TimeSpan.FromSeconds(2));

        connection.Error.ShouldBe(ConnectError.None);
        connection.Address.ShouldBe(IPAddress.Parse("127.0.0.2"));
    }

    [Fact]
    public async Task A_refused_connection_tells_its_address()
    {
        await using var site = TestSite.Start();
        await site.StopAsync();

        using var connection = await new Wire([Loopback]).ConnectAsync(site.Url());

        connection.Error.ShouldBe(ConnectError.Refused);
        connection.Address.ShouldBe(IPAddress.Loopback);
        connection.Dns.ShouldBeNull();
        connection.Connect.ShouldNotBeNull();
        connection.Tls.ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_that_hangs_is_a_connect_timeout()
    {
        using var deaf = await DeafListener.StartAsync(TestContext.Current.CancellationToken);

        using var connection = await new Wire([Loopback]).ConnectAsync(deaf.Url, TimeSpan.FromMilliseconds(200));

        connection.Error.ShouldBe(ConnectError.ConnectTimeout);
        connection.Address.ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public async Task A_network_without_a_route_is_unreachable()
    {
        // Reserved addresses are refused by the kernel itself: nothing is sent.
        using var connection = await new Wire(["240.0.0.0/4"]).ConnectAsync("http://255.255.255.255/");

        connection.Error.ShouldBe(ConnectError.Unreachable);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_a_DNS_failure()
    {
        using var connection = await new Wire().ConnectAsync("http://nobody.test/");

        connection.Error.ShouldBe(ConnectError.Dns);
        connection.Dns.ShouldNotBeNull();
        connection.Connect.ShouldBeNull();
    }

    [Fact]
    public async Task A_name_without_addresses_is_a_DNS_failure()
    {
        var wire = new Wire();
        wire.Resolver.Set("empty.test");

        using var connection = await wire.ConnectAsync("http://empty.test/");

        connection.Error.ShouldBe(ConnectError.Dns);
    }

    [Fact]
    public async Task A_look_up_that_hangs_is_a_DNS_failure()
    {
        var wire = new Wire();
        wire.Resolver.Hang("slow.test");

        using var connection = await wire.ConnectAsync("http://slow.test/", TimeSpan.FromMilliseconds(100));

        connection.Error.ShouldBe(ConnectError.Dns);
    }

    [Fact]
    public async Task Giving_up_is_no_result()
    {
        var wire = new Wire();
        wire.Resolver.Hang("slow.test");
        using var givingUp = new CancellationTokenSource();
        var connecting = wire.Connector.ConnectAsync(new OutboundEndpoint("slow.test", 80, false, false), Wire.Patience, givingUp.Token);

        await givingUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(connecting);
    }

    [Fact]
    public async Task The_systems_resolver_knows_localhost()
    {
        await using var site = TestSite.Start();

        using var connection = await new Wire([Loopback, "::1/128"], new SystemResolver()).ConnectAsync(site.UrlAs("localhost"));

        connection.Error.ShouldBe(ConnectError.None);
        connection.Dns.ShouldNotBeNull();
    }
}
