using Tautan.Platform.Hosting;
using Tautan.Serving;

namespace Tautan.Commands.Tests;

public sealed class FirstStepTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "tautan links create https://example.com --data /var/lib/tautan")]
    [InlineData("http://127.0.0.1:18080", "tautan links create https://example.com --data /var/lib/tautan --server http://127.0.0.1:18080")]
    [InlineData("http://0.0.0.0:8080;https://0.0.0.0:8443", "tautan links create https://example.com --data /var/lib/tautan --server http://localhost:8080")]
    public void What_a_server_says_to_type_next_finds_that_server(string listens, string expected) =>
        FirstStep.Of(new UrlsOptions { Public = listens }, "/var/lib/tautan").ShouldBe(expected);
}
