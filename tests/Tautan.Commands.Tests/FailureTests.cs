using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Tautan.Commands.Client;
using Tautan.Commands.Tests.Support;

namespace Tautan.Commands.Tests;

/// <summary>Every way not to get an answer, as one line and an exit code.</summary>
public sealed class FailureTests
{
    private static async Task<string> CreateAgainst(int status, string body, int code)
    {
        await using var server = await FakeServer.StartAsync(("POST /api/v1/links", status, body));
        var said = (await Cli.Of(server).RunAsync("links", "create", "https://a.example/x")).ShouldFail(code);
        said.ShouldNotContain(Cli.Key);
        return said.Replace(server.Url, "SERVER", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_named_by_where_it_comes_from() =>
        (await CreateAgainst(401, "", ExitCodes.Unauthorized)).ShouldBe("SERVER does not accept the API key from TAUTAN_API_KEY");

    [Fact]
    public async Task A_key_that_may_not_is_unauthorized_too() =>
        (await CreateAgainst(403, """{ "detail": "The scope links:write is needed.", "code": "forbidden" }""", ExitCodes.Unauthorized))
            .ShouldBe("The scope links:write is needed (forbidden)");

    [Fact]
    public async Task A_slug_that_is_taken_is_a_conflict() =>
        (await CreateAgainst(409, """{ "title": "Conflict", "detail": "The slug spring is taken.", "code": "slug_taken" }""", ExitCodes.Conflict))
            .ShouldBe("The slug spring is taken (slug_taken)");

    [Fact]
    public async Task Invalid_fields_are_named_with_what_was_expected() =>
        (await CreateAgainst(
            422,
            """{ "detail": "Two fields are wrong.", "code": "validation", "errors": { "destinations[0].url": ["must be http or https", "is too long"], "slug": ["is reserved"] } }""",
            ExitCodes.Failed)).ShouldBe("destinations[0].url: must be http or https, is too long; slug: is reserved");

    [Theory]
    [InlineData("""{ "errors": { "slug": "is reserved" } }""", "slug: is reserved")]
    [InlineData("""{ "errors": { "slug": [{ "why": 1 }] } }""", "slug: { \"why\": 1 }")]
    [InlineData("""{ "errors": [], "title": "Wrong" }""", "Wrong")]
    [InlineData("""{ "errors": {}, "detail": 17 }""", "17")]
    [InlineData("""{ "title": "\ud800" }""", "\"\\ud800\"")]
    [InlineData("[]", "SERVER answered 422 Unprocessable Entity")]
    public async Task A_problem_in_an_unusual_form_is_still_read(string body, string said) =>
        (await CreateAgainst(422, body, ExitCodes.Failed)).ShouldBe(said);

    [Theory]
    [InlineData("<html>Internal Server Error</html>")]
    [InlineData("")]
    [InlineData("{")]
    public async Task A_failure_without_json_is_told_by_its_status(string body) =>
        (await CreateAgainst(500, body, ExitCodes.Failed)).ShouldBe("SERVER answered 500 Internal Server Error");

    [Theory]
    [InlineData("<html>Welcome to nginx</html>")]
    [InlineData("")]
    [InlineData("{ \"id\": ")]
    [InlineData("{} {}")]
    public async Task Success_without_json_is_a_failure(string body) =>
        (await CreateAgainst(200, body, ExitCodes.Failed)).ShouldBe("SERVER answered 200 with something that is not JSON; is it a Tautan server? (TAUTAN_SERVER)");

    [Fact]
    public async Task Json_of_hostile_depth_is_a_failure() =>
        await CreateAgainst(200, new string('[', 100_000), ExitCodes.Failed);

    [Fact]
    public async Task A_long_complaint_is_cut() =>
        (await CreateAgainst(400, $$"""{ "detail": "{{new string('x', 1_000_000)}}" }""", ExitCodes.Failed)).Length.ShouldBeLessThan(2100);

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_key()
    {
        await using var other = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null)));
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Redirect($"{other.Url}/api/v1/links");
            return Task.CompletedTask;
        });
        (await Cli.Of(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Failed)
            .ShouldBe($"{server.Url} sends on to {other.Url}/api/v1/links; name that server instead (TAUTAN_SERVER)");
        other.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_there_is_said_with_the_remedy()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var cli = new Cli { Variables = { ["TAUTAN_SERVER"] = $"http://{taken.LocalEndPoint}", ["TAUTAN_API_KEY"] = Cli.Key } };
        (await cli.RunAsync("links", "list")).ShouldFail(ExitCodes.Unreachable)
            .ShouldBe($"cannot reach http://{taken.LocalEndPoint}: Connection refused; start it with \"tautan serve\", or name another one with TAUTAN_SERVER");
    }

    [Fact]
    public void A_name_that_cannot_be_resolved_is_said_with_where_it_comes_from()
    {
        var server = new ServerAddress(new Uri("http://go.invalid/"), "TAUTAN_SERVER", "TAUTAN_SERVER");
        var failure = Unreachable.Because(new HttpRequestException(HttpRequestError.NameResolutionError), server, "");
        failure.ExitCode.ShouldBe(ExitCodes.Unreachable);
        failure.Message.ShouldBe("go.invalid is not a name that can be resolved (TAUTAN_SERVER)");
    }

    [Fact]
    public async Task Https_spoken_to_a_server_without_it_is_unreachable()
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null)));
        var cli = Cli.Of(server);
        cli.Variables["TAUTAN_SERVER"] = server.Url.Replace("http:", "https:", StringComparison.Ordinal);
        (await cli.RunAsync("links", "list")).ShouldFail(ExitCodes.Unreachable).ShouldStartWith("no secure connection to https://127.0.0.1:");
    }

    [Fact]
    public async Task A_connection_lost_while_a_change_is_made_leaves_doubt()
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        (await Cli.Of(server).RunAsync("links", "create", "https://a.example/x")).ShouldFail(ExitCodes.Unreachable)
            .ShouldContain("(whether the change was made is not known)");
    }

    [Fact]
    public async Task An_answer_that_ends_early_is_no_answer()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{ \"items\": [", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        });
        (await Cli.Of(server).RunAsync("links", "list")).ShouldFail(ExitCodes.Unreachable);
    }

    [Fact]
    public async Task What_does_not_speak_http_is_a_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var greeting = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP\r\n"), TestContext.Current.CancellationToken);
            await client.GetStream().ReadAtLeastAsync(new byte[1], 1, false, TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        var cli = new Cli { Variables = { ["TAUTAN_SERVER"] = $"http://{listener.LocalEndpoint}", ["TAUTAN_API_KEY"] = Cli.Key } };
        (await cli.RunAsync("links", "list")).ShouldFail(ExitCodes.Failed).ShouldContain("does not answer in HTTP");
        await greeting;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_never_answers_is_given_up(bool afterHeaders)
    {
        var asked = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            if (afterHeaders)
                await context.Response.StartAsync(context.RequestAborted);
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var time = new FakeTimeProvider();
        var running = Cli.Of(server, time: time).RunAsync("links", "list", "--request-timeout", "7");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(6));
        running.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await running).ShouldFail(ExitCodes.Unreachable).ShouldBe($"{server.Url} did not answer within 7 s; --request-timeout waits longer");
    }

    [Fact]
    public async Task Interrupted_it_ends_quietly_with_130()
    {
        var asked = new TaskCompletionSource();
        await using var server = await FakeServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var interrupt = new CancellationTokenSource();
        var running = Cli.Of(server).RunAsync(interrupt.Token, "links", "list");
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await interrupt.CancelAsync();
        (await running).ShouldBe(new Ended(ExitCodes.Interrupted, "", ""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_output_that_cannot_be_written_is_a_failure(bool isBuffered)
    {
        await using var server = await FakeServer.StartAsync(("GET /api/v1/links", 200, Sample.Page(null, Sample.Link())));
        var cli = new Cli { Out = new FullDisk(isBuffered), Variables = { ["TAUTAN_SERVER"] = server.Url, ["TAUTAN_API_KEY"] = Cli.Key } };
        var ended = await cli.RunAsync("links", "list");
        ended.Code.ShouldBe(ExitCodes.Failed);
        ended.Error.ShouldBe("tautan: cannot write the output: No space left on device\n");
    }

    private sealed class FullDisk(bool isBuffered) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (!isBuffered)
                throw new IOException("No space left on device");
        }

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            isBuffered ? throw new IOException("No space left on device") : Task.CompletedTask;
    }
}
