using System.Net;
using Microsoft.Extensions.Configuration;
using Tautan.Gateway.Addresses;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Redirecting;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.1.2.3")]
    [InlineData("2001:db8::/32")]
    [InlineData("::1")]
    public void Networks_and_addresses_are_taken(string text) => new GatewayOptions { Deny = { text } }.Validate();

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("example")]
    [InlineData("")]
    public void What_is_no_network_stops_the_start_and_is_named(string text)
    {
        var options = new GatewayOptions { TrustedProxies = { "10.0.0.0/8", text } };
        Should.Throw<SettingsException>(options.Validate).Message.ShouldStartWith($"TAUTAN_Gateway__TrustedProxies__1 is \"{text}\"");
    }

    [Theory]
    [InlineData("go.example:8080")]
    [InlineData("http://go.example")]
    [InlineData("")]
    public void What_is_no_host_stops_the_start_and_is_named(string text)
    {
        var options = new GatewayOptions { AdminHosts = { text } };
        Should.Throw<SettingsException>(options.Validate).Message.ShouldStartWith("TAUTAN_Gateway__AdminHosts__0");
    }

    [Fact]
    public void What_is_out_of_bounds_stops_the_start_and_is_named()
    {
        Should.Throw<SettingsException>(new GatewayOptions { CallSeconds = 0 }.Validate).Message.ShouldBe("TAUTAN_Gateway__CallSeconds is \"0\": expected a whole number from 1 to 3600.");
        Should.Throw<SettingsException>(new GatewayOptions { RestartWaitSeconds = 61 }.Validate).Message.ShouldStartWith("TAUTAN_Gateway__RestartWaitSeconds is \"61\"");
        Should.Throw<SettingsException>(new GatewayOptions { AccessLog = "JSON" }.Validate).Message.ShouldStartWith("TAUTAN_Gateway__AccessLog is \"JSON\"");
        Should.Throw<SettingsException>(new GatewayOptions { AccessLogFile = "/no/such/folder/x" }.Validate).Message.ShouldStartWith("TAUTAN_Gateway__AccessLogFile is");
    }

    [Theory]
    [InlineData("10.255.255.255", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("9.255.255.255", false)]
    [InlineData("::ffff:10.1.1.1", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("2001:db8:ffff::1", true)]
    [InlineData("2001:db9::", false)]
    public void An_address_is_in_a_set_or_not(string address, bool isIn)
    {
        string[] networks = ["192.0.2.1", "10.200.0.1/8", "10.2.0.0/16", "2001:db8::/32"];
        var set = new AddressSet(networks.Select(text => AddressSet.TryParse(text, out var network) ? network : default));
        set.Contains(IPAddress.Parse(address)).ShouldBe(isIn);
    }

    [Theory]
    [InlineData("Limits:Connections", "9", "10 to 1000000")]
    [InlineData("Limits:ConnectionsPerAddress", "0", "1 to 1000000")]
    [InlineData("Limits:HeaderSeconds", "301", "1 to 300")]
    [InlineData("Limits:HeaderBytes", "4095", "4096 to 1048576")]
    [InlineData("Limits:Headers", "1001", "10 to 1000")]
    [InlineData("Limits:BodyBytes", "-1", "1024 to 16777216")]
    [InlineData("Limits:LargeBodyBytes", "16777217", "1024 to 16777216")]
    [InlineData("Limits:BodyBytesPerSecond", "-1", "0 to 1048576")]
    [InlineData("Limits:Streams", "0", "1 to 1000")]
    [InlineData("HttpsRedirectPort", "65536", "a whole number from 0 to 65535")]
    [InlineData("HstsSeconds", "-1", "a whole number from 0 to 315360000")]
    [InlineData("ProxyProtocol", "true", "the proxies at TAUTAN_Gateway__TrustedProxies__0")]
    [InlineData("Certificates:1:KeyPath", "go.key", "a PEM or PFX file")]
    public void A_listener_setting_out_of_bounds_stops_the_start_and_is_named(string key, string value, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Gateway:" + key] = value }).Build();
        Settings.RefuseUnknown(configuration, new GatewayService().Settings);
        var message = Should.Throw<SettingsException>(Settings.Get<GatewayOptions>(configuration, "Gateway").Validate).Message;
        message.ShouldStartWith("TAUTAN_Gateway__" + key.Split(':')[0]);
        message.ShouldContain("expected " + expected);
    }

    [Fact]
    public void The_network_of_everything_holds_everything()
    {
        new AddressSet([IPNetwork.Parse("::/0")]).Contains(IPAddress.Parse("ffff::1")).ShouldBeTrue();
        new AddressSet([IPNetwork.Parse("0.0.0.0/0")]).Contains(IPAddress.Parse("255.255.255.255")).ShouldBeTrue();
        new AddressSet([IPNetwork.Parse("0.0.0.0/0")]).Contains(IPAddress.IPv6Loopback).ShouldBeFalse();
        new AddressSet([]).Contains(IPAddress.Loopback).ShouldBeFalse();
    }
}
