using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Links;
using Tautan.Links.Feed;
using Tautan.Platform.Persistence;
using Tautan.Testing.Services;

namespace Tautan.Links.Tests.Feed;

public abstract class FeedTests(LinksFixture links) : LinksTest(links)
{
    [Fact]
    public async Task A_created_link_is_in_the_feed_with_all_that_redirects_and_probes_need()
    {
        var answer = await Api.PostAsync("""
            {"destinations":[{"url":"https://a.example/x"},{"url":"https://b.example/y"}],"title":"a secret title","tags":["b","a"],"redirectStatus":307,"forwardQuery":true,
             "startsAt":"2026-01-01T00:00:00Z","expiresAt":"2027-01-01T00:00:00.5Z","enabled":false,"archived":true,"fallbackUrl":"https://c.example/",
             "health":{"enabled":false,"intervalSeconds":10,"timeoutSeconds":1,"failuresToConfirm":2,"retrySeconds":3,"successesToRecover":4,
                       "failback":"manual","failbackHoldSeconds":6,"expectedStatus":"2xx","mustContain":"yes","mustNotContain":"no"}}
            """);
        var link = answer.ShouldBe(201);

        var (revision, value) = await EntryAsync(answer);

        revision.ShouldBe((ulong)link.GetProperty("revision").GetInt64());
        var record = LinkRecord.Parser.ParseFrom(value);
        record.Id.ToGuid().ShouldBe(Guid.Parse(Id(link)));
        record.Workspace.ToGuid().ShouldBe(Workspace);
        record.Domain.ToGuid().ShouldBe(WellKnown.DefaultDomainId);
        record.Slug.ShouldBe(Text(link, "slug"));
        var route = record.Routes.ShouldHaveSingleItem();
        route.Condition.ShouldBe("");
        route.Destinations.Select(destination => destination.Url).ShouldBe(["https://a.example/x", "https://b.example/y"]);
        route.Destinations.Select(destination => destination.Id.ToGuid().ToString()).ShouldBe(DestinationIds(link));
        record.RedirectStatus.ShouldBe(307);
        record.ForwardQuery.ShouldBeTrue();
        record.StartsAt.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        record.ExpiresAt.ShouldBe(new DateTimeOffset(2027, 1, 1, 0, 0, 0, 500, TimeSpan.Zero).ToUnixTimeMilliseconds());
        record.Enabled.ShouldBeFalse();
        record.Archived.ShouldBeTrue();
        record.FallbackUrl.ShouldBe("https://c.example/");
        record.Tags.ShouldBe(["a", "b"], ignoreOrder: true);
        record.Health.ShouldBe(new HealthRecord
        {
            Enabled = false,
            IntervalSeconds = 10,
            TimeoutSeconds = 1,
            FailuresToConfirm = 2,
            RetrySeconds = 3,
            SuccessesToRecover = 4,
            ManualFailback = true,
            FailbackHoldSeconds = 6,
            ExpectedStatus = "2xx",
            MustContain = "yes",
            MustNotContain = "no",
        });
        record.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_is_not_set_is_not_in_the_feed()
    {
        var (_, value) = await EntryAsync(await Api.PostAsync(With()));

        var record = LinkRecord.Parser.ParseFrom(value);
        record.HasStartsAt.ShouldBeFalse();
        record.HasExpiresAt.ShouldBeFalse();
        record.HasPathSuffix.ShouldBeFalse();
        record.FallbackUrl.ShouldBe("");
        record.Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_change_is_in_the_feed_under_the_revision_that_was_answered()
    {
        var answer = await Api.PostAsync(With());
        var id = Id(answer.Json);
        foreach (var patch in new[] { """{"title":"x"}""", """{"enabled":false}""", """{"destinations":[{"url":"https://b.example/"},{"url":"https://a.example/x"}]}""", new JsonObject { ["slug"] = Unique() }.ToJsonString(), """{"tags":["t"]}""" })
        {
            answer = await Api.PatchAsync(id, patch);

            var (revision, value) = await EntryAsync(answer);
            revision.ShouldBe((ulong)answer.Json.GetProperty("revision").GetInt64(), patch);
            var record = LinkRecord.Parser.ParseFrom(value);
            record.Slug.ShouldBe(Text(answer.Json, "slug"));
            record.Enabled.ShouldBe(answer.Json.GetProperty("enabled").GetBoolean());
            record.Routes[0].Destinations.Select(destination => destination.Url).ShouldBe(Urls(answer.Json));
            record.Routes[0].Destinations.Select(destination => destination.Id.ToGuid().ToString()).ShouldBe(DestinationIds(answer.Json));
            record.Tags.ShouldBe(Strings(answer.Json, "tags"));
        }

        var deleted = await Api.DeleteAsync(id);
        await WaitAsync(deleted);
        Links.Feed.Entries.ShouldNotContainKey(LinkFeedKeys.Link(Guid.Parse(id)));
        Links.Feed.Changes.Last(change => change.Key == LinkFeedKeys.Link(Guid.Parse(id))).ShouldBe((LinkFeedKeys.Link(Guid.Parse(id)), ulong.Parse(deleted.Revision!.Split('/')[2], null), true));
    }

    [Fact]
    public async Task A_refused_call_and_a_change_of_nothing_are_not_in_the_feed()
    {
        var slug = Unique();
        var created = await Api.PostAsync(With(("slug", slug)));
        var refused = await Api.PostAsync(With(("slug", slug)));
        await Api.PatchAsync(Id(created.Json), "{}");
        await Api.PatchAsync(Id(created.Json), """{"title":"x"}""", ifMatch: "\"0\"");
        await WaitAsync(await Api.PostAsync(With()));

        refused.Revision.ShouldBeNull();
        Links.Feed.Changes.Count(change => change.Key == LinkFeedKeys.Link(Guid.Parse(Id(created.Json)))).ShouldBe(1);
    }

    [Fact]
    public async Task The_default_domain_is_in_the_feed_without_a_name()
    {
        await WaitAsync(await Api.PostAsync(With()));

        var domain = DomainRecord.Parser.ParseFrom(Links.Feed.Entries[LinkFeedKeys.Domain(WellKnown.DefaultDomainId)].Value);
        domain.Name.ShouldBe("");
        domain.RedirectStatus.ShouldBe(302);
        domain.CaseSensitive.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_domain_asks_of_crawlers_is_kept_and_in_the_feed()
    {
        var id = Guid.CreateVersion7();
        var unitOfWork = Links.Host.App.Services.GetRequiredService<IUnitOfWork<LinksDb>>();
        await unitOfWork.WriteAsync(
            (context, _) => Task.FromResult(context.Db.Domains.Add(new Domain { Id = id, WorkspaceId = Workspace, Name = Host(), DisallowRobots = true })), Cancel);
        var (epoch, revision) = await unitOfWork.WriteAsync(
            async (context, token) => (context.Feed.Epoch, context.Feed.Put(LinkFeedKeys.Domain(id), (await context.Db.Domains.AsNoTracking().SingleAsync(domain => domain.Id == id, token)).ToRecord())),
            Cancel);

        (await Links.Feed.WaitForAsync(epoch, (ulong)revision, Cancel)).ShouldBeTrue();
        DomainRecord.Parser.ParseFrom(Links.Feed.Entries[LinkFeedKeys.Domain(id)].Value).DisallowRobots.ShouldBeTrue();
        DomainRecord.Parser.ParseFrom(Links.Feed.Entries[LinkFeedKeys.Domain(WellKnown.DefaultDomainId)].Value).DisallowRobots.ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_follower_gets_what_is_there_and_agrees_with_one_that_saw_it_all_happen()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var created = await Api.PostAsync(With(("title", $"{i}")));
            return i % 3 == 0 ? await Api.DeleteAsync(Id(created.Json)) : await Api.PatchAsync(Id(created.Json), """{"redirectStatus":301}""");
        }));
        var last = answers.MaxBy(answer => ulong.Parse(answer.Revision!.Split('/')[2], null))!;
        await WaitAsync(last);

        await using var fresh = await LinksFixture.FollowAsync(Links.Installation);
        await WaitAsync(last, fresh);

        var mine = answers.Where(answer => answer.Status == 200).Select(answer => LinkFeedKeys.Link(Guid.Parse(Id(answer.Json)))).ToList();
        mine.Count.ShouldBe(26);
        foreach (var key in mine)
            fresh.Entries[key].Value.ShouldBe(Links.Feed.Entries[key].Value);
        fresh.Status.DigestMismatches.ShouldBe(0);
        Links.Feed.Status.DigestMismatches.ShouldBe(0);
    }

    private async Task<(ulong Revision, byte[] Value)> EntryAsync(Answer answer)
    {
        await WaitAsync(answer);
        return Links.Feed.Entries[LinkFeedKeys.Link(Guid.Parse(Id(answer.Json)))];
    }

    private async Task WaitAsync(Answer answer, FollowedFeed? feed = null)
    {
        var header = answer.Revision.ShouldNotBeNull().Split('/');
        header.Length.ShouldBe(3);
        header[0].ShouldBe("links");
        Guid.Parse(header[1]).ShouldNotBe(Guid.Empty);
        (await (feed ?? Links.Feed).WaitForAsync(header[1], ulong.Parse(header[2], null), Cancel)).ShouldBeTrue();
    }
}

public sealed class FeedOnSqlite(SqliteLinks links) : FeedTests(links);

public sealed class FeedOnPostgres(PostgresLinks links) : FeedTests(links);
