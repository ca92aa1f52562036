using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Outbound;

namespace Tautan.Platform.Tests.Outbound;

public sealed class AddressGuardTests
{
    /// <summary>First and last address of every entry of the IANA special-purpose registries, and multicast.</summary>
    public static readonly TheoryData<string, string> Special = new()
    {
        { "0.0.0.0", "0.255.255.255" },
        { "10.0.0.0", "10.255.255.255" },
        { "100.64.0.0", "100.127.255.255" },
        { "127.0.0.0", "127.255.255.255" },
        { "168.63.129.16", "168.63.129.16" },
        { "169.254.0.0", "169.254.255.255" },
        { "172.16.0.0", "172.31.255.255" },
        { "192.0.0.0", "192.0.0.255" },
        { "192.0.2.0", "192.0.2.255" },
        { "192.31.196.0", "192.31.196.255" },
        { "192.52.193.0", "192.52.193.255" },
        { "192.88.99.0", "192.88.99.255" },
        { "192.168.0.0", "192.168.255.255" },
        { "192.175.48.0", "192.175.48.255" },
        { "198.18.0.0", "198.19.255.255" },
        { "198.51.100.0", "198.51.100.255" },
        { "203.0.113.0", "203.0.113.255" },
        { "224.0.0.0", "239.255.255.255" },
        { "240.0.0.0", "255.255.255.255" },
        { "::", "::ffff" },
        { "::1", "::1" },
        { "::7f00:1", "::808:808" },
        { "::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8" },
        { "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff" },
        { "100::", "100::ffff:ffff:ffff:ffff" },
        { "100:0:0:1::", "100:0:0:1:ffff:ffff:ffff:ffff" },
        { "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1" },
        { "2001:10::1", "2001:20::1" },
        { "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "2002:7f00:1::", "2002:808:808::1" },
        { "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff" },
        { "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "4000::", "5fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
        { "64:ff9b::127.0.0.1", "64:ff9b::10.1.2.3" },
        { "64:ff9b::169.254.169.254", "64:ff9b::255.255.255.255" },
        { "fe80::1%1", "2606:4700::1%1" },
    };

    /// <summary>The neighbours of the special ranges, and addresses that carry public ones.</summary>
    public static readonly TheoryData<string> Public =
    [
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
        "8.8.8.8", "2000::1", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2001:ffff::", "2003::", "2606:4700:4700::1111",
        "2620:4f:7fff::1", "2620:4f:8001::", "3ffe:ffff::1", "3fff:1000::", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8",
    ];

    [Theory]
    [MemberData(nameof(Special))]
    public void A_special_address_is_not_public(string first, string last)
    {
        AddressGuard.IsPublic(IPAddress.Parse(first)).ShouldBeFalse(first);
        AddressGuard.IsPublic(IPAddress.Parse(last)).ShouldBeFalse(last);
        new AddressGuard([]).Check(IPAddress.Parse(first)).Permitted.ShouldBeFalse(first);
    }

    [Theory]
    [MemberData(nameof(Public))]
    public void Its_neighbour_is_public(string address)
    {
        var check = AddressGuard.Opening(IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")).Check(IPAddress.Parse(address));

        AddressGuard.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();
        check.Permitted.ShouldBeTrue();
        check.AllowedNetwork.ShouldBeNull("a public address stays public, whatever is allowed");
    }

    [Fact]
    public void Every_form_that_carries_an_IPv4_address_is_as_public_as_the_address_at_most() =>
        Check.QuickThrowOnFailure(Prop.ForAll<uint>(number =>
        {
            var bytes = BitConverter.GetBytes(number);
            var plain = new IPAddress(bytes);
            byte[] zeros = new byte[8];
            var isPublic = AddressGuard.IsPublic(plain);
            var nat64 = new IPAddress([0, 0x64, 0xff, 0x9b, .. zeros, .. bytes]);
            var localNat64 = new IPAddress([0, 0x64, 0xff, 0x9b, 0, 1, .. zeros.AsSpan(0, 6), .. bytes]);
            var sixToFour = new IPAddress([0x20, 0x02, .. bytes, .. zeros, 0, 0]);
            var teredo = new IPAddress([0x20, 0x01, 0, 0, .. bytes, .. zeros]);
            var compatible = new IPAddress([.. zeros, 0, 0, 0, 0, .. bytes]);
            return AddressGuard.IsPublic(plain.MapToIPv6()) == isPublic
                && AddressGuard.IsPublic(nat64) == isPublic
                && new[] { localNat64, sixToFour, teredo, compatible }.All(form => !AddressGuard.IsPublic(form));
        }));

    [Fact]
    public void An_allowed_network_opens_its_addresses_and_is_named()
    {
        var ten = IPNetwork.Parse("10.0.0.0/8");
        var local = IPNetwork.Parse("fd00::/8");
        var guard = AddressGuard.Opening(ten, local);

        guard.Check(IPAddress.Parse("10.1.2.3")).ShouldBe(new AddressCheck(IPAddress.Parse("10.1.2.3"), true, ten));
        guard.Check(IPAddress.Parse("fd12::1")).AllowedNetwork.ShouldBe(local);
        guard.Check(IPAddress.Parse("192.168.1.1")).Permitted.ShouldBeFalse();
        guard.Check(IPAddress.Parse("127.0.0.1")).Permitted.ShouldBeFalse();
    }

    [Fact]
    public void A_network_that_names_workspaces_is_open_for_these_and_the_operator()
    {
        var (ours, theirs) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        AllowedNetwork.TryParse($"10.0.0.0/8 for {ours}", out var network).ShouldBeTrue();
        AllowedNetwork.TryParse("10.9.0.0/16", out var open).ShouldBeTrue();
        var guard = new AddressGuard([network, open]);
        guard.Check(IPAddress.Parse("10.1.2.3"), ours).AllowedNetwork.ShouldBe(network.Network);
        guard.Check(IPAddress.Parse("10.1.2.3"), theirs).Permitted.ShouldBeFalse();
        guard.Check(IPAddress.Parse("10.1.2.3")).Permitted.ShouldBeTrue();
        guard.Check(IPAddress.Parse("10.9.2.3"), theirs).AllowedNetwork.ShouldBe(open.Network);
        guard.Check(IPAddress.Parse("8.8.8.8"), theirs).Permitted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("10.0.0.0/8 for")]
    [InlineData("10.0.0.0/8 for ")]
    [InlineData("10.0.0.0/8 for everybody")]
    [InlineData("10.0.0.0/8 for 01900000-0000-7000-8000-000000000001,")]
    [InlineData("10.0.0.0/8for01900000-0000-7000-8000-000000000001")]
    [InlineData(" for 01900000-0000-7000-8000-000000000001")]
    [InlineData("10.0.0.0/8, 01900000-0000-7000-8000-000000000001")]
    public void What_names_no_workspaces_opens_nothing(string text) => AllowedNetwork.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void An_IPv4_mapped_form_of_an_allowed_address_is_that_address()
    {
        var ten = IPNetwork.Parse("10.0.0.0/8");

        AddressGuard.Opening(ten).Check(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBe(new AddressCheck(IPAddress.Parse("10.1.2.3"), true, ten));
    }

    [Theory]
    [InlineData("64:ff9b::10.1.2.3")]
    [InlineData("2002:a01:203::1")]
    [InlineData("::10.1.2.3")]
    public void Other_forms_of_an_allowed_address_stay_closed(string address) =>
        AddressGuard.Opening(IPNetwork.Parse("10.0.0.0/8")).Check(IPAddress.Parse(address)).Permitted.ShouldBeFalse();
}
