using System.Net;
using System.Net.Http.Json;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Story;

/// <summary>What is said of domains and of many links at once is what visitors meet, as soon as it is answered.</summary>
public sealed class DomainsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_has_its_own_links_pages_and_rules_from_the_moment_it_is_answered()
    {
        await using var installation = new Installation();
        await installation.StartReadyAsync("serve");
        await installation.CreateAsync(new { slug = "sale", destinations = new[] { new { url = "https://a.example/default" } }, health = new { enabled = false } });

        await SendAsync(installation, HttpMethod.Post, "/api/v1/domains", new { name = "bücher.example", caseSensitive = false, pathSuffix = true, unknownRedirectUrl = "https://a.example/unknown" }, HttpStatusCode.Created);
        await installation.CreateAsync(new { domain = "bücher.example", slug = "Sale", destinations = new[] { new { url = "https://a.example/books" } }, utm = new { source = "shop" }, health = new { enabled = false } });

        (await WhereAsync(installation, "xn--bcher-kva.example", "/sAlE")).ShouldBe("https://a.example/books?utm_source=shop");
        (await WhereAsync(installation, "xn--bcher-kva.example", "/SALE/more")).ShouldBe("https://a.example/books/more?utm_source=shop");
        (await WhereAsync(installation, "xn--bcher-kva.example", "/nothing")).ShouldBe("https://a.example/unknown");
        (await installation.WhereAsync("sale")).ShouldBe("https://a.example/default");
        (await AskAsync(installation, "bücher.example")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(installation, "XN--BCHER-KVA.example.")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(installation, "127.0.0.1")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(installation, "other.example")).ShouldBe(HttpStatusCode.NotFound);
        (await AskAsync(installation, "")).ShouldBe(HttpStatusCode.BadRequest);

        await SendAsync(installation, HttpMethod.Delete, "/api/v1/domains/b%C3%BCcher.example?links=delete", null, HttpStatusCode.NoContent);
        (await AskAsync(installation, "bücher.example")).ShouldBe(HttpStatusCode.NotFound);
        (await WhereAsync(installation, "xn--bcher-kva.example", "/sale")).ShouldBe("https://a.example/default");
    }

    [Fact]
    public async Task Killing_the_house_amid_a_bulk_leaves_nothing_half_done()
    {
        await using var installation = new Installation();
        var edge = await installation.StartReadyAsync("serve");
        for (var round = 0; round < 3; round++)
        {
            var house = edge.House()!.Value;
            var tag = $"round-{round}";
            var bulk = installation.Api.PostAsJsonAsync(
                "/api/v1/links/bulk",
                new { links = Enumerable.Range(0, 1000).Select(n => new { destinations = new[] { new { url = $"https://a.example/{n}" } }, tags = new[] { tag }, health = new { enabled = false } }) },
                Cancel);
            await Task.Delay(20 + (40 * round), Cancel);
            TautanProcess.Signal(house, "KILL");
            var isAnswered = false;
            try
            {
                using var response = await bulk;
                isAnswered = response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                // Whether it was written, nobody was told.
            }

            await installation.UntilAsync(
                async () => edge.House() is { } id && id != house && (await installation.HealthAsync("/health/ready/links")).Code == HttpStatusCode.OK, "the house is back", TimeSpan.FromSeconds(20));
            await installation.ReadyAsync(edge);

            var count = (await installation.GetAsync($"/api/v1/links?tag={tag}&limit=1&count=true"))["count"]!.GetValue<int>();
            count.ShouldBeOneOf(0, 1000);
            if (isAnswered)
                count.ShouldBe(1000);
            (await installation.GetAsync($"/api/v1/tags?limit=1000"))["items"]!.AsArray().Where(item => item!["tag"]!.GetValue<string>() == tag).Sum(item => item!["links"]!.GetValue<int>()).ShouldBe(count);
        }
    }

    private static async Task SendAsync(Installation installation, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await installation.Api.SendAsync(request, Cancel);
        response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<string> WhereAsync(Installation installation, string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(installation.Public, path)) { Headers = { Host = host } };
        using var response = await installation.Visitor.SendAsync(request, Cancel);
        return response.Headers.Location?.OriginalString ?? response.StatusCode.ToString();
    }

    private static async Task<HttpStatusCode> AskAsync(Installation installation, string domain)
    {
        using var response = await installation.Visitor.GetAsync(new Uri(installation.Operations, $"/ask?domain={Uri.EscapeDataString(domain)}"), Cancel);
        return response.StatusCode;
    }
}
