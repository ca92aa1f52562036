using System.Net;
using Tautan.Platform.Outbound;
using Tautan.Testing.Misbehaving;

namespace Tautan.Platform.Tests.Outbound;

/// <summary>Ways to write an address of this machine or its neighbours that have fooled other guards.</summary>
public sealed class SpellingTests
{
    public static readonly TheoryData<string> Hosts =
    [
        // Plain, and with parts left out.
        "127.0.0.1", "127.1", "127.0.1", "127.127.127.127", "127.255.255.254", "0.0.0.0", "0", "0.0", "localhost", "LOCALHOST", "localhost.",

        // Decimal, octal, hexadecimal, mixed, with leading zeros.
        "2130706433", "017700000001", "0x7f000001", "0x7F.0x0.0x0.0x1", "0177.0.0.1", "0177.0x0.0.1", "0x7f.1", "0177.1", "00000177.0.0.01", "127.0.0.0x1",

        // Full-width digits and dots that IDNA maps to ASCII.
        "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ",

        // IPv6, and what carries IPv4 in it.
        "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::127.0.0.1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%251]", "[::1%251]", "[fec0::1]", "[fd00::1]", "[ff02::1]",

        // Clouds' metadata services.
        "169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "100.100.100.200",
        "192.0.0.192", "168.63.129.16",

        // Private networks, multicast, broadcast.
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1", "255.255.255.255",

        // Credentials, and what looks like them.
        "example.com@127.0.0.1", "example.com:80@127.0.0.1", "127.0.0.1%2f@127.0.0.1",
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Nothing_reaches_this_machine(string host)
    {
        await using var site = TestSite.Start();
        using var client = new HttpClient(new Wire(resolver: new SystemResolver()).Handlers.Create());

        var error = await Should.ThrowAsync<HttpRequestException>(client.GetAsync(new Uri($"http://{host}:{site.Port}/"), TestContext.Current.CancellationToken));

        error.InnerException.ShouldBeOfType<OutboundConnectException>().Error.ShouldBeOneOf(ConnectError.NotPublic, ConnectError.Dns);
        site.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("%31%32%37.0.0.1")]
    [InlineData("127%2e0%2e0%2e1")]
    [InlineData("%6c%6f%63%61%6c%68%6f%73%74")]
    public void A_percent_encoded_host_cannot_be_asked_for(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out _).ShouldBeFalse();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("fe80::1%1")]
    public async Task No_name_leads_to_this_machine(string address)
    {
        await using var site = TestSite.Start();
        var wire = new Wire();
        wire.Resolver.SetInTurn("innocent.test", [address]);

        using var connection = await wire.ConnectAsync(site.UrlAs("innocent.test"));

        connection.Error.ShouldBe(ConnectError.NotPublic);
        site.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_spellings_reach_it_where_the_settings_open_it()
    {
        await using var site = TestSite.Start();
        using var client = new HttpClient(new Wire(["127.0.0.0/8"], new SystemResolver()).Handlers.Create());

        foreach (var host in new[] { "127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]" })
        {
            using var answer = await client.GetAsync($"http://{host}:{site.Port}/", TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, host);
        }

        site.Requests.Count.ShouldBe(4);
    }
}
