using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Links;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;
using Tautan.Platform.Feeds;

namespace Tautan.Health.Tests.Targets;

public sealed class LinkTableTests
{
    private readonly LinkTable _table = new(NullLogger<LinkTable>.Instance);

    private static List<LinkChange> Drain(LinkWatch watch)
    {
        var changes = new List<LinkChange>();
        while (watch.Changes.TryRead(out var change)) changes.Add(change);
        return changes;
    }

    [Fact]
    public void Who_watches_gets_all_links_and_then_every_change()
    {
        var one = Sample.Record("http://a.example/");
        _table.Apply([Sample.Entry(one)]);
        using var watch = _table.Watch();
        Drain(watch).ShouldHaveSingleItem().Before.ShouldBeNull();
        one.Enabled = false;
        _table.Apply([Sample.Entry(one)]);
        var change = Drain(watch).ShouldHaveSingleItem();
        change.Before!.Enabled.ShouldBeTrue();
        change.After!.Enabled.ShouldBeFalse();
        _table.Apply([Sample.Gone(one)]);
        Drain(watch).ShouldHaveSingleItem().After.ShouldBeNull();
        _table.Apply([Sample.Gone(one)]);
        Drain(watch).ShouldBeEmpty();
    }

    [Fact]
    public void What_Health_does_not_look_at_changes_nothing()
    {
        var link = Sample.Record("http://a.example/");
        _table.Apply([Sample.Entry(link)]);
        using var watch = _table.Watch();
        Drain(watch);
        link.Slug = "other";
        link.Tags.Add("tag");
        _table.Apply([Sample.Entry(link)]);
        Drain(watch).ShouldBeEmpty();
    }

    [Fact]
    public void Unreadable_link_leaves_what_was_known()
    {
        var link = Sample.Record("http://a.example/");
        _table.Apply([Sample.Entry(link)]);
        var entry = Sample.Entry(link);
        _table.Apply([new FeedEntry(entry.Key, 2, false, new byte[] { 0xFF, 0xFF, 0xFF })]);
        link.Id = Google.Protobuf.ByteString.CopyFrom(1, 2, 3);
        _table.Apply([new FeedEntry(entry.Key, 3, false, Google.Protobuf.MessageExtensions.ToByteArray(link))]);
        _table.Find(entry.Key.ToGuid())!.Destinations.ShouldHaveSingleItem().Url.ShouldBe("http://a.example/");
    }

    [Fact]
    public void Domains_and_other_kinds_are_not_links()
    {
        _table.Apply([new FeedEntry(LinkFeedKeys.Domain(Guid.CreateVersion7()), 1, false, new byte[] { 1 })]);
        _table.Count.ShouldBe(0);
    }
}
