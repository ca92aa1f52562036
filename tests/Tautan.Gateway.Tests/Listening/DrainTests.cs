using System.Net.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Gateway.Listening;
using Tautan.Gateway.Tests.Door;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Tests.Listening;

public sealed class DrainTests : IDisposable
{
    private readonly CertificateFolder _folder = new();

    public DrainTests() => _folder.Write("go", "go.example");

    [Fact]
    public async Task A_kept_connection_is_closed_with_the_next_answer_once_the_gateway_drains()
    {
        await using var installation = await Installation.StartAsync();
        using var kept = await Visitor.ConnectAsync(installation.Addresses[0]);
        (await kept.GetAsync()).ShouldNotContain("Connection: close");
        installation.Gateway.GetRequiredService<Drain>().Begin();
        (await kept.GetAsync()).ShouldContain("\r\nConnection: close\r\n");
        (await kept.ReadAllAsync()).ShouldBe("");
        using var next = await Visitor.ConnectAsync(installation.Addresses[0]);
        (await next.GetAsync()).ShouldStartWith("HTTP/1.1 404");
    }

    [Fact]
    public async Task A_kept_connection_of_HTTP_2_is_told_to_go_away_and_its_request_is_answered()
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), "https://127.0.0.1:0");
        using var kept = await Visitor.ConnectTlsAsync(installation.Addresses[0], "go.example", SslApplicationProtocol.Http2);
        await kept.SendAsync(Http2Frames.Preface);
        installation.Gateway.GetRequiredService<Drain>().Begin();
        await kept.SendAsync(Http2Frames.Get(1, "go.example", "/nothing"));
        var types = new List<byte>();
        while (await Http2Frames.ReadAsync(kept.Stream) is { } frame)
            types.Add(frame.Type);
        types.ShouldContain(Http2Frames.Headers);
        types.ShouldContain(Http2Frames.GoAway);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("https://127.0.0.1:0")]
    public async Task A_connection_that_was_let_in_before_the_stop_is_answered_once(string url)
    {
        await using var installation = await Installation.StartAsync(_folder.Settings("go"), url);
        using var visitor = await Visitor.ConnectAsync(installation.Addresses[0]);
        var connections = installation.Gateway.GetRequiredService<OpenConnections>();
        await Eventually.Holds(() => connections.Count == 1);
        var drain = installation.Gateway.GetRequiredService<Drain>();
        var stopping = installation.DrainAsync(ServiceNames.Gateway);
        await Eventually.Holds(() => drain.HasBegun);
        if (url.StartsWith("https", StringComparison.Ordinal))
            await visitor.SecureAsync("go.example");
        var answer = await visitor.GetAsync();
        answer.ShouldStartWith("HTTP/1.1 404");
        answer.ShouldContain("\r\nConnection: close\r\n");
        await stopping;
    }

    [Fact]
    public async Task What_is_in_flight_when_the_gateway_stops_is_finished()
    {
        await using var installation = await Installation.StartAsync();
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        installation.Links.Answer = async context =>
        {
            reached.SetResult();
            await goOn.Task;
            await context.Response.WriteAsync("done");
        };
        var asking = installation.Client.GetStringAsync("/api/v1/links", TestContext.Current.CancellationToken);
        await reached.Task;
        var stopping = installation.DrainAsync(ServiceNames.Gateway);
        goOn.SetResult();
        (await asking).ShouldBe("done");
        await stopping;
    }

    public void Dispose() => _folder.Dispose();
}
