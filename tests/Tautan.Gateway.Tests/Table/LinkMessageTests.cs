using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Tests.Table;

/// <summary>The feed's messages are read in place; what is read must be what Protocol Buffers' own parser reads.</summary>
public sealed class LinkMessageTests
{
    private static readonly string[] Urls =
    [
        "https://a.example/x", "http://a.example:8080/?q=1#f", "https://A.example", "https://bücher.example/ä b", "https://[::1]/", "https://a.example/%41/[1]",
        "https://no host", "", "ftp://a.example/", $"https://a.example/{new string('x', 600)}",
    ];

    private static readonly ByteString Given = Guid.Parse("0198c0de-0000-7000-8000-000000000009").ToByteString();

    [Fact]
    public void A_row_says_what_the_record_says() =>
        Prop.ForAll(Records(), record =>
        {
            var table = Tables.New();
            table.Put(record);
            table.TryFind(table.Enter(), table.Domains[table.Domains.NumberOf(record.Domain.ToGuid())], Encoding.UTF8.GetBytes(record.Slug), out var row).ShouldBeTrue();
            row.Id.ShouldBe(record.Id.ToGuid());
            row.RedirectStatus.ShouldBe(record.RedirectStatus is 301 or 307 or 308 ? record.RedirectStatus : 302);
            row.StartsAt.ShouldBe(record.HasStartsAt ? record.StartsAt : long.MinValue);
            row.ExpiresAt.ShouldBe(record.HasExpiresAt ? record.ExpiresAt : long.MaxValue);
            foreach (var (flag, isSet) in new[]
            {
                (LinkFlags.Enabled, record.Enabled), (LinkFlags.Archived, record.Archived), (LinkFlags.ForwardQuery, record.ForwardQuery),
                (LinkFlags.PathSuffixSet, record.HasPathSuffix), (LinkFlags.PathSuffix, record.PathSuffix), (LinkFlags.Unwatched, record.Health is { Enabled: false }),
            })
                row.Flags.HasFlag(flag).ShouldBe(isSet, flag.ToString());
            Encoding.ASCII.GetString(row.Fallback).ShouldBe(LocationOf(record.FallbackUrl) ?? "");
            table.WorkspaceOf(row).ShouldBe(record.Workspace.ToGuid());

            var destinations = row.AllDestinations();
            foreach (var expected in record.Routes.SelectMany(route => route.Destinations).Where(one => LocationOf(one.Url) is not null))
            {
                destinations.MoveNext().ShouldBeTrue();
                destinations.Id.ShouldBe(expected.Id.ToGuid());
                (table.Origins[destinations.Origin]!.Prefix + Encoding.ASCII.GetString(destinations.Rest)).ShouldBe(LocationOf(expected.Url));
                destinations.Target.ShouldBe(table.Verdicts.Shorten(expected.Target == Given
                    ? FeedKey.Of(VerdictFeedKeys.TargetKind, Given.ToGuid())
                    : VerdictFeedKeys.Target(record.Workspace.ToGuid(), record.Id.ToGuid(), expected.Url, record.Health ?? new HealthRecord())));
            }

            destinations.MoveNext().ShouldBeFalse();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_cut_or_changed_at_any_byte_is_taken_or_refused_and_harms_no_other_link()
    {
        var kept = Links.Of("kept", "https://a.example/kept");
        var bytes = Links.Of("x", "https://b.example/x", "https://c.example/y").ToByteArray();
        var table = Tables.New().Holding(kept);
        for (var at = 0; at < bytes.Length; at++)
        {
            TryPut(table, bytes[..at]);
            foreach (var bit in new[] { 0x01, 0x08, 0x80 })
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= (byte)bit;
                TryPut(table, changed);
            }
        }

        table.Tidy();
        table.Locate("/kept").ShouldBe("https://a.example/kept");
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var link = Links.Of("x", "https://a.example/x");
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(100, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFromUtf8("new"));
            output.WriteTag(101, WireFormat.WireType.Fixed64);
            output.WriteFixed64(7);
            output.WriteTag(102, WireFormat.WireType.Fixed32);
            output.WriteFixed32(7);
            output.WriteTag(103, WireFormat.WireType.Varint);
            output.WriteInt64(-1);
            link.WriteTo(output);
        }

        var table = Tables.New();
        table.Put(stream.ToArray());
        table.Locate("/x").ShouldBe("https://a.example/x");
    }

    private static void TryPut(LinkTable table, byte[] message)
    {
        try
        {
            table.Put(message);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidDataException or ArgumentException or OverflowException)
        {
        }
    }

    private static string? LocationOf(string url) => Platform.Urls.DestinationUrl.TryParse(url, out var parsed, out _) ? parsed.Location : null;

    private static Arbitrary<LinkRecord> Records() => (
        from bits in Gen.Choose(0, 0x7FF)
        from status in Gen.Elements(0, 301, 302, 307, 308)
        from slug in Gen.Elements("x", "Spring", "äöü", "a/b", new string('s', 300))
        from routes in Gen.Choose(0, 3)
        from counts in Gen.Choose(0, 3).ListOf(3)
        from urls in Gen.Elements(Urls).ListOf(10)
        from weight in Gen.Elements(0, 0, 7, 300)
        select Record(bits, status, slug, [.. counts.Take(routes)], [.. urls], weight)).ToArbitrary();

    private static LinkRecord Record(int bits, int status, string slug, int[] counts, string[] urls, int weight)
    {
        var record = Links.Of(slug).With(link => link.RedirectStatus = status);
        record.Routes.Clear();
        record.Enabled = (bits & 1) != 0;
        record.Archived = (bits & 2) != 0;
        record.ForwardQuery = (bits & 4) != 0;
        if ((bits & 8) != 0)
            record.PathSuffix = (bits & 16) != 0;
        if ((bits & 32) != 0)
            record.StartsAt = bits - 100;
        if ((bits & 64) != 0)
            record.ExpiresAt = 1L << 40;
        record.FallbackUrl = (bits & 128) != 0 ? urls[9] : "";
        record.Health = (bits & 256) != 0 ? null : new HealthRecord(record.Health) { Enabled = (bits & 512) != 0, ManualFailback = (bits & 1024) != 0 };
        if ((bits & 3) == 3)
            record.Domain = Guid.NewGuid().ToByteString();
        var next = 0;
        foreach (var count in counts)
        {
            var route = new RouteRecord { Condition = record.Routes.Count + 1 < counts.Length ? "country == 'ID'" : "" };
            for (var i = 0; i < count; i++)
                route.Destinations.Add(new DestinationRecord { Id = Guid.NewGuid().ToByteString(), Url = urls[next++ % urls.Length], Weight = weight, Target = (bits & 6) == 6 ? Given : ByteString.Empty });
            record.Routes.Add(route);
        }

        return record;
    }
}
