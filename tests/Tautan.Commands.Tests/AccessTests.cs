using Microsoft.Extensions.Time.Testing;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

public sealed class AccessTests : IDisposable
{
    private const string Device = """{ "device_code": "dev", "user_code": "1234-5678-9012", "verification_uri": "https://go.example/connect/verify", "interval": 1, "expires_in": 1800 }""";
    private const string Me = """{ "subject": "user:1", "kind": "user", "workspace": "w", "role": "owner", "scopes": ["admin", "links:read"] }""";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tautan-");

    private string Kept => Path.Combine(_directory.FullName, "tautan", "login.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Whoami_says_who_and_what_for()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/me", 200, Me));
        (await Cli.Of(server).RunAsync("whoami")).ShouldBeDone().Lines.ShouldBe(["subject\tuser:1", "kind\tuser", "workspace\tw", "role\towner", "scopes\tadmin links:read"]);
    }

    [Fact]
    public async Task In_a_pipe_a_new_key_is_all_that_is_said()
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/keys", 201, """{ "id": "k", "key": "tautan_x", "name": "n" }"""));
        (await Cli.Of(server).RunAsync("keys", "create", "n", "--scope", "links:read", "links:write", "--network", "10.0.0.0/8")).ShouldBeDone().Out.ShouldBe("tautan_x\n");
        server.Asked.Single().Body.ShouldBe("""{"name":"n","scopes":["links:read","links:write"],"allowedNetworks":["10.0.0.0/8"]}""");
    }

    [Fact]
    public async Task Lists_have_documented_columns_and_what_is_removed_is_named()
    {
        await using var server = await FakeServer.StartAsync(
            ("GET /api/v1/keys", 200, """{ "items": [{ "id": "k", "name": "n", "scopes": ["a", "b"], "allowedNetworks": [], "createdAt": "2026-11-24T19:46:40Z", "expiresAt": null, "lastUsedAt": null }], "nextCursor": null }"""),
            ("DELETE /api/v1/keys/k", 204, ""),
            ("DELETE /api/v1/sessions/s", 204, ""));
        (await Cli.Of(server).RunAsync("keys", "list")).ShouldBeDone().Lines.ShouldBe(["k\tn\ta b\t\t2026-11-24T19:46:40Z\t\t"]);
        (await Cli.Of(server).RunAsync("keys", "revoke", "k")).ShouldBeDone().Out.ShouldBe("revoked k\n");
        (await Cli.Of(server).RunAsync("sessions", "end", "s")).ShouldBeDone().Out.ShouldBe("ended s\n");
    }

    [Fact]
    public async Task A_login_is_kept_used_renewed_and_forgotten()
    {
        var polls = 0;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(context => context.Request.Path.Value switch
        {
            "/connect/device" => FakeServer.AnswerAsync(context, 200, Device),
            "/connect/token" when ((string)context.Items["body"]!).Contains("refresh_token", StringComparison.Ordinal) =>
                FakeServer.AnswerAsync(context, 200, """{ "access_token": "second", "refresh_token": "r2", "expires_in": 900 }"""),
            "/connect/token" when ++polls == 1 => FakeServer.AnswerAsync(context, 400, """{ "error": "authorization_pending" }"""),
            "/connect/token" => FakeServer.AnswerAsync(context, 200, """{ "access_token": "first", "refresh_token": "r1", "expires_in": 900 }"""),
            "/connect/revoke" => FakeServer.AnswerAsync(context, 200, "{}"),
            _ => FakeServer.AnswerAsync(context, 200, Me),
        });
        var cli = Client(server, TimeProvider.System);
        var ended = (await cli.RunAsync("login")).ShouldBeDone();
        ended.Error.ShouldBe("tautan: open https://go.example/connect/verify in a browser, and type the code 1234-5678-9012\n");
        File.GetUnixFileMode(Kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await cli.RunAsync("whoami")).ShouldBeDone();
        server.Asked[^1].Authorization.ShouldBe("Bearer first");

        time.Advance(TimeSpan.FromMinutes(15));
        (await Client(server, time).RunAsync("whoami")).ShouldBeDone();
        server.Asked[^1].Authorization.ShouldBe("Bearer second");
        (await File.ReadAllTextAsync(Kept, TestContext.Current.CancellationToken)).ShouldContain("r2");

        (await Client(server, time).RunAsync("logout")).ShouldBeDone();
        server.Asked[^1].Body.ShouldContain("token=r2");
        (await Client(server, time).RunAsync("whoami")).Code.ShouldBe(ExitCodes.Unauthorized);
    }

    [Fact]
    public async Task What_is_denied_in_the_browser_is_no_login()
    {
        await using var server = await FakeServer.StartAsync(("POST /connect/device", 200, Device), ("POST /connect/token", 400, """{ "error": "access_denied" }"""));
        (await Client(server, TimeProvider.System).RunAsync("login")).Code.ShouldBe(ExitCodes.Unauthorized);
        File.Exists(Kept).ShouldBeFalse();
    }

    private Cli Client(FakeServer server, TimeProvider time) => new()
    {
        WorkingDirectory = _directory.FullName,
        Time = time,
        Variables = { ["TAUTAN_SERVER"] = server.Url, ["XDG_CONFIG_HOME"] = _directory.FullName },
    };
}
