using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;

namespace Tautan.Contracts.Tests.Health;

/// <summary>The keys stand in databases and in the feeds of other versions: they may never become others.</summary>
public sealed class VerdictFeedKeysTests
{
    private static readonly Guid Workspace = Guid.Parse("0198c0de-0000-7000-8000-000000000001");
    private static readonly Guid Link = Guid.Parse("0198c0de-0000-7000-8000-000000000002");
    private static readonly HealthRecord Health = new()
    {
        Enabled = true,
        IntervalSeconds = 60,
        TimeoutSeconds = 10,
        FailuresToConfirm = 3,
        RetrySeconds = 5,
        SuccessesToRecover = 2,
        FailbackHoldSeconds = 86400,
    };

    [Theory]
    [InlineData("https://a.example/")]
    [InlineData("https://bücher.example/ä")]
    [InlineData("")]
    public void Target_is_the_hash_of_its_parts(string url) =>
        ShouldBe(VerdictFeedKeys.Target(Workspace, Link, url, Health), VerdictFeedKeys.TargetKind, "target", $"{Workspace:N}", url, "10", "3", "5", "2", "86400", "", "", "", "", "");

    [Fact]
    public void Target_may_be_long_and_says_all_that_is_expected()
    {
        var health = new HealthRecord(Health) { Enabled = false, ManualFailback = true, ExpectedStatus = "200,301-302", MustContain = new string('ü', 3000), MustNotContain = "no", RetrySeconds = -1 };
        var url = $"https://a.example/{new string('x', 8000)}";
        ShouldBe(
            VerdictFeedKeys.Target(Workspace, Link, url, health), VerdictFeedKeys.TargetKind,
            "target", $"{Workspace:N}", url, "10", "3", "-1", "2", "86400", $"{Link:N}", "off", "200,301-302", health.MustContain, "no");
    }

    [Fact]
    public void Target_that_asks_in_a_way_of_its_own_says_so_after_all_else()
    {
        var health = new HealthRecord(Health) { IgnoreTlsErrors = true, RequestHeaders = { new HeaderRecord { Name = "X-A", Value = "1" } }, FailOn = { "drifted", "parked" } };
        ShouldBe(
            VerdictFeedKeys.Target(Workspace, Link, "https://a.example/", health), VerdictFeedKeys.TargetKind,
            "target", $"{Workspace:N}", "https://a.example/", "10", "3", "5", "2", "86400", "", "", "", "", "", "1", "X-A", "1", "ignore-tls-errors", "drifted", "parked");
    }

    [Fact]
    public void Origin_is_the_hash_of_its_parts()
    {
        var origin = VerdictFeedKeys.OriginOf("HTTPS://A.example/x");
        origin.ShouldBe("https://a.example:443");
        ShouldBe(VerdictFeedKeys.PublicOrigin(origin), VerdictFeedKeys.OriginKind, "origin", origin);
        ShouldBe(VerdictFeedKeys.PrivateOrigin(Workspace, origin), VerdictFeedKeys.OriginKind, "origin", $"{Workspace:N}", origin);
    }

    private static void ShouldBe(FeedKey key, byte kind, params string[] parts)
    {
        using var stream = new MemoryStream();
        foreach (var part in parts.Select(Encoding.UTF8.GetBytes))
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            stream.Write(length);
            stream.Write(part);
        }

        key.ShouldBe(new FeedKey(kind, Bits128.Read(SHA256.HashData(stream.ToArray()))));
    }
}
