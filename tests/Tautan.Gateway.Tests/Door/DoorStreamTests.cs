using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace Tautan.Gateway.Tests.Door;

public sealed class DoorStreamTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Events_come_as_they_are_made_for_as_long_as_there_are_any()
    {
        await using var installation = await Installation.StartAsync(time: _time);
        var goOn = new TaskCompletionSource();
        installation.Links.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n", context.RequestAborted);
            await goOn.Task;
            await context.Response.WriteAsync("data: 2\n\n", context.RequestAborted);
        };
        using var response = await installation.Client.GetAsync("/api/v1/links", HttpCompletionOption.ResponseHeadersRead, Token);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        (await events.ReadLineAsync(Token)).ShouldBe("data: 1");
        _time.Advance(TimeSpan.FromHours(1));
        goOn.SetResult();
        (await events.ReadToEndAsync(Token)).ShouldBe("\ndata: 2\n\n");
    }

    [Fact]
    public async Task Who_comes_back_to_events_says_inside_which_was_the_last()
    {
        await using var installation = await Installation.StartAsync();
        installation.Links.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"id: {context.Request.Headers["Last-Event-ID"]}\n\n", context.RequestAborted);
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.Add("Last-Event-ID", "41");
        using var response = await installation.Client.SendAsync(request, Token);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("id: 41\n\n");
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_has_to_end_in_time()
    {
        await using var installation = await Installation.StartAsync(time: _time);
        installation.Links.Answer = async context =>
        {
            await context.Response.WriteAsync("first", context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var response = await installation.Client.GetAsync("/api/v1/links", HttpCompletionOption.ResponseHeadersRead, Token);
        var rest = response.Content.ReadAsStringAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(60));
        await Should.ThrowAsync<HttpRequestException>(rest);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public async Task A_visitor_who_goes_away_ends_the_call_inside(string type)
    {
        await using var installation = await Installation.StartAsync();
        var ended = new TaskCompletionSource();
        installation.Links.Answer = async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            context.Response.ContentType = type;
            await context.Response.WriteAsync("{", context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        (await installation.Client.GetAsync("/api/v1/links", HttpCompletionOption.ResponseHeadersRead, Token)).Dispose();
        await ended.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_visitor_who_goes_away_before_there_is_an_answer_ends_the_call_inside()
    {
        await using var installation = await Installation.StartAsync();
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        installation.Links.Answer = async context =>
        {
            context.RequestAborted.Register(() => ended.TrySetResult());
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var gone = new CancellationTokenSource();
        var call = installation.Client.GetAsync("/api/v1/links", gone.Token);
        await asked.Task;
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await ended.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_WebSocket_goes_both_ways_for_as_long_as_both_want()
    {
        await using var installation = await Installation.StartAsync(time: _time);
        installation.Links.Answer = async context =>
        {
            await using var stream = await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync();
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            var buffer = new byte[64];
            while (await socket.ReceiveAsync(buffer.AsMemory(), Token) is { MessageType: WebSocketMessageType.Text } message)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), WebSocketMessageType.Text, true, Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        };
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Authorization", $"Bearer {installation.Key}");
        await client.ConnectAsync(new Uri($"ws://localhost:{installation.Client.BaseAddress!.Port}/api/v1/links"), Token);
        foreach (var text in new[] { "one", "two" })
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Token);
            var buffer = new byte[64];
            var message = await client.ReceiveAsync(buffer, Token);
            Encoding.UTF8.GetString(buffer, 0, message.Count).ShouldBe(text);
            _time.Advance(TimeSpan.FromHours(1));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        client.State.ShouldBe(WebSocketState.Closed);
    }

    [Fact]
    public async Task The_service_learns_how_long_the_call_may_take()
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:CallSeconds"] = "7" }, time: _time);
        installation.Links.Answer = context => context.Response.WriteAsync(context.Request.Headers["Tautan-Timeout"].ToString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/links");
        request.Headers.Add("Tautan-Timeout", "999999");
        (await (await installation.Client.SendAsync(request, Token)).Content.ReadAsStringAsync(Token)).ShouldBe("7000");
    }
}
