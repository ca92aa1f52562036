using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tautan.Contracts;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Tests.Table;

public sealed class LinkTableTests
{
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public void A_link_is_found_by_its_slug_alone()
    {
        var link = Links.Of("spring", "https://a.example/");
        var table = Tables.New().Holding(link);
        table.FindId("spring").ShouldBe(link.Id.ToGuid());
        table.FindId("sprin").ShouldBeNull();
        table.FindId("spring2").ShouldBeNull();
        table.Count.ShouldBe(1);
    }

    [Fact]
    public void A_slug_belongs_to_its_domain()
    {
        var here = Links.Of("x", "https://a.example/");
        var there = Links.Of("x", "https://b.example/").With(link => link.Domain = Other.ToByteString());
        var table = Tables.New().Holding(here, there);
        table.FindId("x").ShouldBe(here.Id.ToGuid());
        table.FindId("x", table.Domains.NumberOf(Other)).ShouldBe(there.Id.ToGuid());
    }

    [Fact]
    public void A_link_that_takes_another_slug_leaves_the_first_one()
    {
        var link = Links.Of("old", "https://a.example/");
        var table = Tables.New().Holding(link, link.Clone().With(changed => changed.Slug = "new"));
        table.FindId("old").ShouldBeNull();
        table.FindId("new").ShouldBe(link.Id.ToGuid());
        table.Count.ShouldBe(1);
    }

    [Fact]
    public void A_link_that_moves_to_another_domain_leaves_the_first_one()
    {
        var link = Links.Of("x", "https://a.example/");
        var table = Tables.New().Holding(link, link.Clone().With(changed => changed.Domain = Other.ToByteString()));
        table.FindId("x").ShouldBeNull();
        table.FindId("x", table.Domains.NumberOf(Other)).ShouldBe(link.Id.ToGuid());
    }

    [Fact]
    public void A_slug_may_go_from_one_link_to_another_in_either_order()
    {
        var first = Links.Of("x", "https://a.example/");
        var second = Links.Of("x", "https://b.example/");
        var table = Tables.New().Holding(first, second);
        table.Remove(first.Id.ToGuid());
        table.FindId("x").ShouldBe(second.Id.ToGuid());
        table.Put(first);
        table.Remove(second.Id.ToGuid());
        table.FindId("x").ShouldBe(first.Id.ToGuid());
    }

    [Fact]
    public void Removing_what_is_not_there_changes_nothing()
    {
        var table = Tables.New().Holding(Links.Of("x", "https://a.example/"));
        table.Remove(Guid.NewGuid());
        table.Count.ShouldBe(1);
    }

    [Fact]
    public void A_record_whose_id_is_none_is_refused_and_leaves_no_trace()
    {
        var table = Tables.New();
        var link = Links.Of("x", "https://a.example/");
        link.Routes[0].Destinations[0].Id = Google.Protobuf.ByteString.CopyFromUtf8("short");
        Should.Throw<ArgumentException>(() => table.Put(link));
        table.FindId("x").ShouldBeNull();
        table.Origins.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("Spring", "spring")]
    [InlineData("ÄPFEL", "äpfel")]
    [InlineData("Ⱥ", "ⱥ")]
    public void Case_counts_where_the_domain_says_so(string slug, string otherwise)
    {
        var link = Links.Of(slug, "https://a.example/");
        var table = Tables.New().Holding(link);
        table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord { CaseSensitive = true });
        table.FindId(slug).ShouldBe(link.Id.ToGuid());
        table.FindId(otherwise).ShouldBeNull();
        table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord { CaseSensitive = false });
        table.FindId(otherwise).ShouldBe(link.Id.ToGuid());
    }

    [Fact]
    public void The_exact_slug_wins_over_one_that_differs_in_case()
    {
        var upper = Links.Of("ABC", "https://a.example/");
        var lower = Links.Of("abc", "https://b.example/");
        foreach (var table in new[] { Tables.New().Holding(upper, lower), Tables.New().Holding(lower, upper) })
        {
            table.FindId("Abc").ShouldBeNull();
            table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord { CaseSensitive = false });
            table.FindId("ABC").ShouldBe(upper.Id.ToGuid());
            table.FindId("abc").ShouldBe(lower.Id.ToGuid());
            table.FindId("Abc").ShouldNotBeNull();
        }
    }

    [Fact]
    public void A_row_may_be_longer_than_a_chunk()
    {
        var urls = Enumerable.Range(0, 200).Select(number => $"https://a{number}.example/{new string('x', 8000)}").ToArray();
        var table = Tables.New().Holding(Links.Of("long", urls), Links.Of("short", "https://b.example/"));
        table.SetOrigin(urls[0], down: true);
        table.Locate("/long").ShouldBe(urls[1]);
        table.Locate("/short").ShouldBe("https://b.example/");
    }

    [Fact]
    public void What_changes_leave_behind_is_given_back()
    {
        var table = Tables.New();
        var links = Enumerable.Range(0, 100).Select(number => Links.Of($"s{number}", "https://a.example/")).ToList();
        for (var round = 0; round < 1000; round++)
        {
            foreach (var link in links)
            {
                link.Routes[0].Destinations[0].Url = $"https://{link.Slug}-{round}.example/{new string('x', 200)}";
                table.Put(link);
            }

            table.Tidy();
        }

        table.Size.ShouldBeLessThan(4 * 1024 * 1024);
        table.Origins.Count.ShouldBe(100);
        foreach (var link in links)
            table.Locate("/" + link.Slug).ShouldBe(link.Routes[0].Destinations[0].Url);
    }

    [Fact]
    public void Looking_a_link_up_makes_no_garbage()
    {
        var table = Tables.New();
        for (var number = 0; number < 1000; number++)
            table.Put(Links.Of($"s{number}", $"https://a.example/{number}"));
        var slugs = Enumerable.Range(0, 2000).Select(number => Encoding.UTF8.GetBytes($"s{number}")).ToArray();
        FindAll(table, slugs).ShouldBe(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = FindAll(table, slugs);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.ShouldBe(1000);
    }

    [Fact]
    public void A_table_of_many_links_takes_little_more_than_their_slugs_and_URLs()
    {
        var table = Tables.New();
        var text = 0L;
        for (var number = 0; number < 50_000; number++)
        {
            var link = Links.Of($"slug{number:D6}", $"https://www.a-site-{number % 100}.example/articles/2026/{number:D6}/a-title-of-some-more-words-{number:D7}");
            text += link.Slug.Length + link.Routes[0].Destinations[0].Url.Length;
            table.Put(link);
        }

        (table.Size / (double)text).ShouldBeLessThan(1.6);
    }

    private static int FindAll(Gateway.Table.LinkTable table, byte[][] slugs)
    {
        var found = 0;
        foreach (var slug in slugs)
        {
            if (table.TryFind(table.Enter(), table.Domains.Default, slug, out var row) && row.Destinations().MoveNext())
                found++;
        }

        return found;
    }

    [Fact]
    public void The_table_equals_a_dictionary_after_any_changes() =>
        Prop.ForAll(Changes(), changes =>
        {
            var table = Tables.New();
            var reference = new Dictionary<Guid, LinkRecord>();
            var ids = Enumerable.Range(0, 40).Select(_ => Guid.CreateVersion7()).ToArray();
            foreach (var (which, slug, url) in changes)
            {
                var id = ids[which % ids.Length];
                var isTaken = reference.Any(pair => pair.Key != id && pair.Value.Slug == $"s{slug % 60}");
                if (url % 4 == 0)
                {
                    table.Remove(id);
                    reference.Remove(id);
                }
                else if (!isTaken)
                {
                    var link = Links.Of($"s{slug % 60}", $"https://h{url % 7}.example/{url}").With(made => made.Id = id.ToByteString());
                    table.Put(link);
                    reference[id] = link;
                }

                if (url % 5 == 0)
                    table.Tidy();
            }

            table.Count.ShouldBe(reference.Count);
            for (var slug = 0; slug < 60; slug++)
            {
                var expected = reference.Values.SingleOrDefault(link => link.Slug == $"s{slug}");
                table.FindId($"s{slug}").ShouldBe(expected?.Id.ToGuid());
                table.Locate($"/s{slug}").ShouldBe(expected?.Routes[0].Destinations[0].Url);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Readers_see_every_link_whole_while_it_changes()
    {
        var table = Tables.New();
        var links = Enumerable.Range(0, 64).Select(number => Links.Of($"s{number}", "https://a.example/")).ToList();
        foreach (var link in links)
            Change(table, link, 0);
        var isOver = false;
        var readers = Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            var reads = 0L;
            for (var i = reader; !Volatile.Read(ref isOver); i++, reads++)
            {
                var slug = $"s{i % 64}";
                var location = table.Locate("/" + slug);

                // A row and an origin of another link or another version would not rhyme.
                location.ShouldNotBeNull();
                var uri = new Uri(location);
                var version = uri.Host.Split('.')[0].Split('-')[1];
                location.ShouldBe($"https://{slug}-{version}.example/{slug}/{version}/{new string('x', 500)}");
            }

            return reads;
        })).ToList();

        for (var round = 1; round <= 800; round++)
        {
            foreach (var link in links)
                Change(table, link, round);
            if (round % 3 == 0)
                table.Tidy();
        }

        // Thirty times as much was written.
        table.Size.ShouldBeLessThan(4 * 1024 * 1024);
        Volatile.Write(ref isOver, true);
        foreach (var reads in await Task.WhenAll(readers))
            reads.ShouldBeGreaterThan(0);
    }

    private static void Change(Gateway.Table.LinkTable table, LinkRecord link, int round)
    {
        link.Routes[0].Destinations[0].Url = $"https://{link.Slug}-{round}.example/{link.Slug}/{round}/{new string('x', 500)}";
        table.Put(link);
    }

    private static Arbitrary<(int Which, int Slug, int Url)[]> Changes() =>
        (from which in Gen.Choose(0, 1000) from slug in Gen.Choose(0, 1000) from url in Gen.Choose(1, 1000) select (which, slug, url))
        .ArrayOf().Resize(400).ToArbitrary();
}
