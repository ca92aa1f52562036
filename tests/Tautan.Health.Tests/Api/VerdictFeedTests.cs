using Grpc.Core;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Tests.Fakes;
using Tautan.Testing.Misbehaving;

namespace Tautan.Health.Tests.Api;

public sealed class VerdictFeedTests
{
    [Fact]
    public async Task Feed_says_what_becomes_of_a_target_and_forgets_it_with_its_link()
    {
        await using var site = TestSite.Start();
        await using var rig = await HealthRig.StartAsync();
        var link = Sample.Record(Guid.CreateVersion7(), Sample.Health(health => health.FailuresToConfirm = 1), site.Origin + "/a");
        using var channel = rig.ChannelOf(ServiceNames.Links);
        using var watch = new VerdictFeed.VerdictFeedClient(channel).Watch(new WatchRequest { Follower = "test" }, cancellationToken: HealthRig.Cancellation);
        var key = VerdictFeedKeys.Target(Sample.Workspace, link.Id.ToGuid(), site.Origin + "/a", link.Health);

        rig.Links.Put(link);
        (await NextAsync(watch, key))!.Verdict.ShouldBe(Verdict.Up);
        rig.Links.Remove(link);
        (await NextAsync(watch, key)).ShouldBeNull();
        rig.Links.Put(link);
        (await NextAsync(watch, key))!.Verdict.ShouldBe(Verdict.Up);
        site.Default = Behaviours.Answer(500, "It does not.");
        await rig.SendAsync(HttpMethod.Post, $"/api/v1/links/{link.Id.ToGuid()}/check");
        var down = await NextAsync(watch, key);
        down!.Verdict.ShouldBe(Verdict.Down);
        down.Reason.ShouldBe(Reasons.HttpStatus);
    }

    private static async Task<VerdictRecord?> NextAsync(AsyncServerStreamingCall<FeedFrame> watch, FeedKey key)
    {
        await foreach (var frame in watch.ResponseStream.ReadAllAsync(HealthRig.Cancellation))
        {
            foreach (var entry in frame.Entries?.Entries_ ?? [])
            {
                if (FeedKey.Read(entry.Key.Span) == key) return entry.Deleted ? null : VerdictRecord.Parser.ParseFrom(entry.Value);
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }
}
