using Tautan.Commands.Tests.Support;
using Tautan.Contracts.Access;

namespace Tautan.Commands.Tests;

public sealed class CredentialsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tautan-");

    public void Dispose() => _directory.Delete(recursive: true);

    private static Task<FakeServer> ServerAsync() => FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null)));

    private Cli Client(FakeServer? server) => new()
    {
        WorkingDirectory = _directory.FullName,
        Variables = { ["TAUTAN_SERVER"] = server?.Url ?? "http://tautan.invalid" },
    };

    private string Keep(string directory, string? key = null)
    {
        key ??= ApiKey.New();
        File.WriteAllText(Path.Combine(_directory.CreateSubdirectory(directory).FullName, "admin-api-key"), key + "\n");
        return key;
    }

    private static string Sent(FakeServer server) => server.Asked.Single().Authorization["Bearer ".Length..];

    [Fact]
    public async Task The_file_beside_the_data_is_used_on_this_machine()
    {
        await using var server = await ServerAsync();
        var key = Keep("data");
        (await Client(server).RunAsync("links", "list")).ShouldBeDone();
        Sent(server).ShouldBe(key);
    }

    [Fact]
    public async Task The_variable_goes_before_the_file()
    {
        await using var server = await ServerAsync();
        Keep("data");
        var cli = Client(server);
        cli.Variables["TAUTAN_API_KEY"] = Cli.Key;
        (await cli.RunAsync("links", "list")).ShouldBeDone();
        Sent(server).ShouldBe(Cli.Key);
    }

    [Fact]
    public async Task A_named_data_directory_goes_before_the_variable()
    {
        await using var server = await ServerAsync();
        var key = Keep("other");
        var cli = Client(server);
        cli.Variables["TAUTAN_API_KEY"] = Cli.Key;
        (await cli.RunAsync("links", "list", "--data", "other")).ShouldBeDone();
        Sent(server).ShouldBe(key);
    }

    [Fact]
    public async Task The_flag_goes_before_everything()
    {
        await using var server = await ServerAsync();
        Keep("other");
        var key = ApiKey.New();
        (await Client(server).RunAsync("links", "list", "--data", "other", "--api-key", key)).ShouldBeDone();
        Sent(server).ShouldBe(key);
    }

    [Fact]
    public async Task An_access_token_is_a_key_as_well()
    {
        await using var server = await ServerAsync();
        (await Client(server).RunAsync("links", "list", "--api-key", "eyJhbGciOi.J9-_~+/==")).ShouldBeDone();
        Sent(server).ShouldBe("eyJhbGciOi.J9-_~+/==");
    }

    [Fact]
    public async Task Without_a_key_the_remedy_is_said()
    {
        await using var server = await ServerAsync();
        (await Client(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Unauthorized)
            .ShouldBe("no API key: set TAUTAN_API_KEY, or name the server's data directory with --data DIR (data/admin-api-key does not exist here)");
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_file_here_is_not_sent_to_another_machine()
    {
        Keep("data");
        (await Client(null).RunAsync("links", "list")).ShouldFail(ExitCodes.Unauthorized).ShouldContain("another machine");
    }

    [Fact]
    public async Task A_named_directory_without_a_key_is_said()
    {
        await using var server = await ServerAsync();
        (await Client(server).RunAsync("links", "list", "--data", "nowhere")).ShouldFail(ExitCodes.Unauthorized)
            .ShouldContain("(nowhere/admin-api-key does not exist)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("tautan_0123")]
    [InlineData("two words")]
    [InlineData("line\nInjected: header")]
    [InlineData("ключ")]
    [InlineData("===")]
    public async Task A_damaged_key_is_noticed_before_it_is_sent_and_not_printed(string key)
    {
        await using var server = await ServerAsync();
        Keep("data", key);
        var said = (await Client(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Unauthorized);
        said.ShouldStartWith("the API key from data/admin-api-key is ");
        if (key.Trim().Length > 0)
            said.ShouldNotContain(key);
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mistyped_key_is_noticed_by_its_checksum()
    {
        await using var server = await ServerAsync();
        var wrong = Cli.Key[..^1] + (Cli.Key[^1] == '0' ? '1' : '0');
        (await Client(server).RunAsync("links", "list", "--api-key", wrong)).ShouldFail(ExitCodes.Unauthorized)
            .ShouldBe("the API key from --api-key is not whole: a character is missing, wrong or too many");
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_said()
    {
        await using var server = await ServerAsync();
        _directory.CreateSubdirectory("data/admin-api-key");
        (await Client(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Unauthorized).ShouldStartWith("cannot read the API key");
    }

    [Theory]
    [InlineData("go.example")]
    [InlineData("ftp://go.example")]
    [InlineData("/api")]
    [InlineData("http://")]
    [InlineData("https://me:secret@go.example")]
    [InlineData("https://go.example?x=1")]
    public async Task A_server_is_an_http_url(string url)
    {
        var ended = await new Cli { Variables = { ["TAUTAN_API_KEY"] = Cli.Key } }.RunAsync("links", "list", "--server", url);
        ended.ShouldFail(ExitCodes.Usage).ShouldStartWith("--server must ");
        ended.Error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_server_may_live_under_a_path()
    {
        await using var server = await FakeServer.StartAsync(("GET /links/api/v1/links", 200, Sample.Page(null)));
        (await Client(server).RunAsync("links", "list", "--api-key", Cli.Key, "--server", $"{server.Url}/links")).ShouldBeDone();
    }
}
