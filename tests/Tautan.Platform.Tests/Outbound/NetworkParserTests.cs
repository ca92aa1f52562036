using System.Net;
using Tautan.Platform.Outbound;

namespace Tautan.Platform.Tests.Outbound;

public sealed class NetworkParserTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData(" 127.0.0.0/8 ", "127.0.0.0/8")]
    [InlineData("192.168.1.7", "192.168.1.7/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    public void Networks_and_addresses_are_read(string text, string network)
    {
        NetworkParser.TryParse(text, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(IPNetwork.Parse(network));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("10/8")]
    [InlineData("10.0.0/24")]
    [InlineData("2130706433")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::%1/64")]
    [InlineData("*")]
    public void What_nobody_can_mean_is_refused(string? text) => NetworkParser.TryParse(text, out _).ShouldBeFalse();
}
