using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Tautan.Testing.OpenApi;

namespace Tautan.SystemTests.Contract;

/// <summary>What <c>/openapi/v1.json</c> says, and <c>/docs</c> shows.</summary>
public sealed class DocumentTests(ContractInstallation installation) : IClassFixture<ContractInstallation>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_says_what_the_endpoints_say()
    {
        var text = DocumentWriter.Text(await Document.WriteAsync(Cancelled));
        if (Environment.GetEnvironmentVariable(Document.WriteVariable) is not null)
            await File.WriteAllTextAsync(Document.Kept, text, Cancelled);
        (await File.ReadAllTextAsync(Document.Kept, Cancelled)).ShouldBe(text, $"The endpoints have changed; run this test with {Document.WriteVariable}=1 and look at the difference.");
    }

    [Fact]
    public async Task Every_endpoint_for_the_outside_describes_itself() => (await Document.UndescribedAsync(Cancelled)).ShouldBeEmpty();

    [Fact]
    public async Task Document_is_OpenAPI_3_1()
    {
        var read = await OpenApiDocument.LoadAsync(new MemoryStream(await File.ReadAllBytesAsync(Document.Kept, Cancelled)), cancellationToken: Cancelled);
        read.Diagnostic!.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_1);
        read.Diagnostic.Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Examples_are_what_their_schemas_say()
    {
        var document = (JsonObject)JsonNode.Parse(File.ReadAllText(Document.Kept))!;
        var wrong = new List<string>();
        foreach (var (path, methods) in (JsonObject)document["paths"]!)
        {
            foreach (var (method, operation) in (JsonObject)methods!)
            {
                var responses = ((JsonObject)operation!["responses"]!).Select(response => Examples.Resolve(document, (JsonObject)response.Value!)["content"]);
                foreach (var media in responses.Prepend(operation["requestBody"]?["content"]).OfType<JsonObject>().SelectMany(content => content).Select(content => content.Value).OfType<JsonObject>())
                {
                    var examples = (media["examples"] as JsonObject)?.Select(example => example.Value!["value"]) ?? (media["example"] is { } one ? [one] : []);
                    wrong.AddRange(examples.SelectMany(example => SchemaCheck.Check(document, (JsonObject)media["schema"]!, example)).Select(line => $"{method} {path}: {line}"));
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Document_is_answered_to_everybody_packed_or_not()
    {
        var plain = await installation.Client.GetByteArrayAsync("/openapi/v1.json", Cancelled);
        Encoding.UTF8.GetString(plain).ShouldBe(await File.ReadAllTextAsync(Document.Kept, Cancelled));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { AcceptEncoding = { new("gzip") } } };
        using var packed = await installation.Client.SendAsync(request, Cancelled);
        packed.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(Cancelled), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes, Cancelled);
        bytes.ToArray().AsSpan().SequenceEqual(plain).ShouldBeTrue();

        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { IfNoneMatch = { packed.Headers.ETag! } } };
        using var known = await installation.Client.SendAsync(again, Cancelled);
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Viewer_and_all_that_it_loads_come_from_here()
    {
        using var page = await installation.Client.GetAsync("/docs", Cancelled);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'; script-src 'self'");
        var html = await page.Content.ReadAsStringAsync(Cancelled);
        html.ShouldNotContain("://");
        var scripts = html.Split("src=\"").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]).ToList();
        scripts.ShouldNotBeEmpty();
        foreach (var script in scripts)
        {
            using var loaded = await installation.Client.GetAsync(script, Cancelled);
            loaded.StatusCode.ShouldBe(HttpStatusCode.OK);
            loaded.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
            Encoding.UTF8.GetString(await loaded.Content.ReadAsByteArrayAsync(Cancelled)).ShouldContain("createApiReference");
        }
    }
}
