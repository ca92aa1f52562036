using Tautan.Health.Targets;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Tests.Targets;

public sealed class HostShardTests
{
    [Theory]
    [InlineData("https://example.com/", "http://EXAMPLE.com:8080/a?b#c")]
    [InlineData("https://münchen.example/", "https://xn--mnchen-3ya.example/x")]
    [InlineData("http://[::1]/", "https://[0:0::1]:444/")]
    public void All_URLs_of_a_host_are_of_one_shard(string one, string other) => HostShard.Of(one).ShouldBe(HostShard.Of(other));

    [Theory]
    [InlineData("")]
    [InlineData("no URL at all")]
    [InlineData("mailto:somebody@example.com")]
    public void What_is_no_URL_has_a_shard_all_the_same(string text) => HostShard.Of(text).ShouldBeInRange(0, ShardSet.Shards - 1);

    // It is in databases, and other versions go by it.
    [Fact]
    public void Shard_of_a_host_never_changes() => HostShard.Of("https://example.com/").ShouldBe(35);

    [Fact]
    public void Hosts_are_spread_over_all_shards()
    {
        var counts = Enumerable.Range(0, 6_400).CountBy(i => HostShard.Of($"https://host{i}.example/")).ToDictionary();
        counts.Count.ShouldBe(ShardSet.Shards);
        counts.Values.Max().ShouldBeLessThan(160);
    }
}
