using Tautan.Contracts;
using Tautan.Contracts.Clicks;
using Tautan.Contracts.Links;
using Tautan.Gateway.Redirecting;
using Tautan.Gateway.Table;
using Tautan.Gateway.Tests.Table;

namespace Tautan.Gateway.Tests.Redirecting;

public sealed class ResolverTests
{
    private const string A = "https://a.example/x";
    private const string B = "https://b.example/x";
    private const string C = "https://c.example/x";
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public void The_first_destination_serves()
    {
        var link = Links.Of("x", A, B);
        var resolution = Resolve(Tables.New().Holding(link), "/x");
        resolution.Location.ShouldBe(A);
        resolution.Status.ShouldBe(302);
        resolution.Kind.ShouldBe(ClickKind.Redirect);
        resolution.IsFailedOver.ShouldBeFalse();
        resolution.Link.ShouldBe(link.Id.ToGuid());
        resolution.Workspace.ShouldBe(WellKnown.WorkspaceId);
        resolution.Domain.ShouldBe(WellKnown.DefaultDomainId);
        resolution.Destination.ShouldBe(link.Routes[0].Destinations[0].Id.ToGuid());
    }

    [Theory]
    [InlineData("myapp://product/1", "myapp://product/1")]
    [InlineData("MyApp://ü?a b", "myapp://%C3%BC?a%20b")]
    [InlineData("javascript://x/%0aalert(1)", B)]
    public void An_app_is_opened_and_what_runs_code_is_left_out(string url, string location)
    {
        var table = Tables.New().Holding(Links.Of("x", url, B), Links.Of("y", $"{url}#1"), Links.Of("z", A));
        Resolve(table, "/x").Location.ShouldBe(location);
        Resolve(table, "/z").Location.ShouldBe(A);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public void The_links_status_is_answered(int status) =>
        Resolve(Tables.New().Holding(Links.Of("x", A).With(link => link.RedirectStatus = status)), "/x").Status.ShouldBe(status);

    [Fact]
    public void A_destination_whose_target_is_down_is_passed_over()
    {
        var link = Links.Of("x", A, B, C);
        var table = Tables.New().Holding(link);
        table.SetTarget(link, 0, down: true);
        var resolution = Resolve(table, "/x");
        resolution.Location.ShouldBe(B);
        resolution.IsFailedOver.ShouldBeTrue();
        resolution.Destination.ShouldBe(link.Routes[0].Destinations[1].Id.ToGuid());
        table.SetTarget(link, 1, down: true);
        Resolve(table, "/x").Location.ShouldBe(C);
        table.SetTarget(link, 0, down: false);
        Resolve(table, "/x").Location.ShouldBe(A);
    }

    [Fact]
    public void A_link_that_is_not_watched_stays_where_it_is_whatever_is_said_of_its_origin()
    {
        var link = Links.Of("x", A, B).With(link => link.Health = new HealthRecord(link.Health) { Enabled = false });
        var table = Tables.New().Holding(link);
        table.SetTarget(link, 0, down: true);
        Resolve(table, "/x").Location.ShouldBe(A);
    }

    [Fact]
    public void One_verdict_for_an_origin_moves_all_its_links()
    {
        var table = Tables.New();
        for (var number = 0; number < 1000; number++)
            table.Put(Links.Of($"s{number}", $"https://a.example/{number}", $"https://b.example/{number}"));
        table.SetOrigin(A, down: true);
        for (var number = 0; number < 1000; number++)
            table.Locate($"/s{number}").ShouldBe($"https://b.example/{number}");
        table.SetOrigin(A, down: false);
        table.Locate("/s7").ShouldBe("https://a.example/7");
    }

    [Fact]
    public void A_verdict_may_come_before_the_link()
    {
        var link = Links.Of("x", A, B);
        var table = Tables.New();
        table.SetTarget(link, 0, down: true);
        table.Put(link);
        table.Locate("/x").ShouldBe(B);
    }

    [Fact]
    public void An_origin_at_a_private_address_is_down_for_its_own_workspace_alone()
    {
        var table = Tables.New().Holding(
            Links.Of("mine", A, B),
            Links.Of("theirs", A, B).With(link => link.Workspace = Other.ToByteString()));
        table.SetOrigin(A, down: true, workspace: WellKnown.WorkspaceId);
        table.Locate("/mine").ShouldBe(B);
        table.Locate("/theirs").ShouldBe(A);
    }

    [Fact]
    public void The_fallback_serves_when_all_are_down()
    {
        var link = Links.Of("x", A, B).With(made => made.FallbackUrl = C);
        var table = Tables.New().Holding(link);
        table.SetTarget(link, 0, down: true);
        table.Locate("/x").ShouldBe(B);
        table.SetOrigin(B, down: true);
        var resolution = Resolve(table, "/x");
        resolution.Location.ShouldBe(C);
        resolution.IsFailedOver.ShouldBeTrue();
        resolution.Destination.ShouldBe(Guid.Empty);
    }

    [Fact]
    public void Without_a_fallback_the_first_destination_serves_when_all_are_down()
    {
        var table = Tables.New().Holding(Links.Of("x", A, B));
        table.SetOrigin(A, down: true);
        table.SetOrigin(B, down: true);
        var resolution = Resolve(table, "/x");
        resolution.Location.ShouldBe(A);
        resolution.Status.ShouldBe(302);
        resolution.IsFailedOver.ShouldBeFalse();
    }

    [Fact]
    public void Only_the_default_route_serves()
    {
        var link = Links.Of("x", A);
        link.Routes.Insert(0, new RouteRecord { Condition = "country=de", Destinations = { new DestinationRecord { Id = Other.ToByteString(), Url = C, Weight = 5 } } });
        Tables.New().Holding(link).Locate("/x").ShouldBe(A);
    }

    [Fact]
    public void A_destination_that_no_location_can_be_made_of_is_passed_over() =>
        Tables.New().Holding(Links.Of("x", "https://exa mple/", B)).Locate("/x").ShouldBe(B);

    [Fact]
    public void A_location_is_ascii_whatever_the_url_is() =>
        Tables.New().Holding(Links.Of("x", "https://bücher.example/straße?q=ü#ä")).Locate("/x")
            .ShouldBe("https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC#%C3%A4");

    [Fact]
    public void A_link_begins_and_ends_to_the_second()
    {
        var table = Tables.New().Holding(Links.Of("x", A).With(link => (link.StartsAt, link.ExpiresAt) = (1000, 5000)));
        Resolve(table, "/x", now: 999).ShouldBe(new Resolution { Kind = ClickKind.Unknown, Status = 404, Domain = WellKnown.DefaultDomainId });
        Resolve(table, "/x", now: 1000).Location.ShouldBe(A);
        Resolve(table, "/x", now: 4999).Location.ShouldBe(A);
        var expired = Resolve(table, "/x", now: 5000);
        expired.Status.ShouldBe(410);
        expired.Kind.ShouldBe(ClickKind.Expired);
        expired.Location.ShouldBeNull();
        expired.Link.ShouldNotBe(Guid.Empty);
    }

    [Theory]
    [InlineData(true, false, 302)]
    [InlineData(true, true, 302)]
    [InlineData(false, false, 404)]
    public void Disabled_links_answer_404_and_archived_ones_redirect(bool enabled, bool archived, int status) =>
        Resolve(Tables.New().Holding(Links.Of("x", A).With(link => (link.Enabled, link.Archived) = (enabled, archived))), "/x").Status.ShouldBe(status);

    [Theory]
    [InlineData("https://a.example/x", "?utm=1&b", "https://a.example/x?utm=1&b")]
    [InlineData("https://a.example/x?a=1#top", "?b=2", "https://a.example/x?a=1&b=2#top")]
    [InlineData("https://a.example/x#top", "?b=%20%zz", "https://a.example/x?b=%20%zz#top")]
    [InlineData("https://a.example/", "?b=1", "https://a.example/?b=1")]
    [InlineData("https://a.example/x", "?b=ü\"\r\n#f", "https://a.example/x?b=%C3%BC\"%0D%0A%23f")]
    [InlineData("https://a.example/x", "?", "https://a.example/x")]
    public void The_query_goes_along_where_the_link_says_so(string url, string query, string location)
    {
        var table = Tables.New().Holding(Links.Of("x", url).With(link => link.ForwardQuery = true), Links.Of("y", url));
        table.Locate("/x" + query).ShouldBe(location);
        table.Locate("/y" + query).ShouldBe(url);
    }

    [Theory]
    [InlineData("/docs/a/b", "https://a.example/x/a/b")]
    [InlineData("/docs/a%20b/%C3%BC", "https://a.example/x/a%20b/%C3%BC")]
    [InlineData("/docs/", "https://a.example/x")]
    [InlineData("/docs/../secret", null)]
    [InlineData("/docs/%2e%2e/secret", null)]
    [InlineData("/docs/exact/z", "https://b.example/x/z")]
    public void What_follows_the_slug_goes_along_where_the_link_says_so(string path, string? location) =>
        Tables.New().Holding(
            Links.Of("docs", A).With(link => link.PathSuffix = true),
            Links.Of("docs/exact", B).With(link => link.PathSuffix = true)).Locate(path).ShouldBe(location);

    [Fact]
    public void A_links_own_rule_for_what_follows_wins_over_its_domains()
    {
        var table = Tables.New().Holding(Links.Of("yes", A), Links.Of("no", A).With(link => link.PathSuffix = false));
        table.Locate("/yes/z").ShouldBeNull();
        table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord { PathSuffix = true });
        table.Locate("/yes/z").ShouldBe("https://a.example/x/z");
        table.Locate("/no/z").ShouldBeNull();
    }

    [Theory]
    [InlineData("go.example", A)]
    [InlineData("GO.EXAMPLE:8080", A)]
    [InlineData("go.example.", A)]
    [InlineData("", B)]
    [InlineData("unknown.example", B)]
    [InlineData("[::1]:80", B)]
    [InlineData("evil.example:go.example", B)]
    public void The_host_chooses_the_domain_and_an_unknown_one_is_the_default(string host, string location)
    {
        var table = Tables.New().Holding(Links.Of("x", A).With(link => link.Domain = Other.ToByteString()), Links.Of("x", B));
        table.Domains.Put(Other, Links.Domain(Other, "go.example"));
        table.Locate("/x", host).ShouldBe(location);
    }

    [Fact]
    public void A_domain_may_come_after_its_links_and_go_before_them()
    {
        var table = Tables.New().Holding(Links.Of("x", A).With(link => link.Domain = Other.ToByteString()));
        table.Locate("/x", "go.example").ShouldBeNull();
        table.Domains.Put(Other, Links.Domain(Other, "go.example"));
        table.Locate("/x", "go.example").ShouldBe(A);
        table.Domains.Remove(Other);
        table.Locate("/x", "go.example").ShouldBeNull();
    }

    [Fact]
    public void A_domains_pages_may_be_elsewhere()
    {
        var table = Tables.New().Holding(Links.Of("old", A).With(link => link.ExpiresAt = 1));
        table.Domains.Put(WellKnown.DefaultDomainId, new DomainRecord
        {
            BasePage = new PageRecord { RedirectUrl = "https://home.example/" },
            UnknownPage = new PageRecord { RedirectUrl = "https://home.example/unknown" },
            ExpiredPage = new PageRecord { RedirectUrl = "https://home.example/expired" },
        });
        Resolve(table, "/").ShouldBe(new Resolution { Kind = ClickKind.Base, Status = 302, Location = "https://home.example/", Domain = WellKnown.DefaultDomainId });
        Resolve(table, "/nothing").Location.ShouldBe("https://home.example/unknown");
        Resolve(table, "/old", now: 1).Location.ShouldBe("https://home.example/expired");
        Resolve(table, "/nothing", "POST").Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/spring", true)]
    [InlineData("/spring/", true)]
    [InlineData("/spring//", false)]
    [InlineData("//spring", false)]
    [InlineData("/%73pring", true)]
    [InlineData("/%2573pring", false)]
    [InlineData("/spring%2F", true)]
    [InlineData("/spring%2f%2f", false)]
    [InlineData("/spring%00", false)]
    [InlineData("/spring%", false)]
    [InlineData("/spring%g0", false)]
    [InlineData("/spring%ff", false)]
    [InlineData("/./spring", false)]
    [InlineData("/x/../spring", false)]
    [InlineData("/%2e/spring", false)]
    [InlineData("/SPRING", false)]
    [InlineData("/spring?x=/../y", true)]
    [InlineData("/spring;v=1", false)]
    [InlineData("http://go.example/spring", true)]
    [InlineData("http://go.example/spring?q", true)]
    [InlineData("http://go.example", false)]
    [InlineData("http://go.example?/spring", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void Each_spelling_of_a_path_has_one_meaning(string target, bool isFound) =>
        (Tables.New().Holding(Links.Of("spring", A)).Locate(target) is not null).ShouldBe(isFound);

    [Theory]
    [InlineData("/caf%C3%A9")]
    [InlineData("/cafe%CC%81")]
    [InlineData("/café")]
    public void Unicode_slugs_are_matched_in_normalization_form_c(string path) =>
        Tables.New().Holding(Links.Of("café", A)).Locate(path).ShouldBe(A);

    [Theory]
    [InlineData("/%EF%BF%BF")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/%F0%9F%98%80x")]
    [InlineData("/\ud800")]
    [InlineData("/%C0%AF")]
    public void Strange_but_harmless_paths_are_not_found(string path) =>
        Tables.New().Holding(Links.Of("café", A)).Locate(path).ShouldBeNull();

    [Fact]
    public void A_path_of_8_KB_is_not_found_and_a_slug_of_the_longest_kind_is()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 128));
        var table = Tables.New().Holding(Links.Of(longest, A), Links.Of("s", B).With(link => link.PathSuffix = true));
        table.Locate("/" + Uri.EscapeDataString(longest)).ShouldBe(A);
        table.Locate("/" + new string('a', 8000)).ShouldBeNull();
        table.Locate("/" + string.Concat(Enumerable.Repeat("/", 8000))).ShouldBeNull();
        table.Locate("/s/" + new string('a', 8000)).ShouldBe(B + "/" + new string('a', 8000));
    }

    [Theory]
    [InlineData(302, "GET", null)]
    [InlineData(302, "HEAD", null)]
    [InlineData(302, "POST", "GET, HEAD")]
    [InlineData(301, "OPTIONS", "GET, HEAD")]
    [InlineData(307, "POST", null)]
    [InlineData(308, "BREW", null)]
    [InlineData(308, "OPTIONS", "GET, HEAD, POST, PUT, PATCH, DELETE")]
    public void A_method_that_the_status_cannot_hand_on_is_refused(int status, string method, string? allow)
    {
        var resolution = Resolve(Tables.New().Holding(Links.Of("x", A).With(link => link.RedirectStatus = status)), "/x", method);
        resolution.Allow.ShouldBe(allow);
        resolution.Status.ShouldBe(allow is null ? status : 405);
    }

    private static Resolution Resolve(LinkTable table, string path, string method = "GET", long now = 0) =>
        new Resolver(table).Resolve("go.example", RequestTarget.Of(path), method, now);
}
