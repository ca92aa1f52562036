using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts;
using Tautan.Platform.Resilience;

namespace Tautan.Gateway.Tests.Door;

public sealed class DoorOutageTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly SemaphoreSlim _asked = new(0);

    [Fact]
    public async Task A_call_that_is_not_answered_in_time_is_ended_and_says_so()
    {
        await using var installation = await HangingAsync();
        using var response = await AskInVainAsync(installation);
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await DoorTests.CodeOf(response)).ShouldBe("service_timeout");
    }

    [Fact]
    public async Task A_service_that_leaves_calls_waiting_is_left_alone_until_one_call_is_answered()
    {
        await using var installation = await HangingAsync();
        for (var i = 0; i < CircuitBreaker.Limit; i++)
            (await AskInVainAsync(installation)).Dispose();

        // Nobody waits any more, nor is the service asked.
        using (var refused = await installation.Client.GetAsync("/api/v1/links", Token))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(CircuitBreaker.Pause);
            (await DoorTests.CodeOf(refused)).ShouldBe("service_unavailable");
        }

        _asked.CurrentCount.ShouldBe(0);
        installation.Readiness().ShouldContain(reason => reason.StartsWith("unanswered: links ", StringComparison.Ordinal));
        (await installation.Client.GetStringAsync("/api/v1/links/1/health", Token)).ShouldBe("health");

        // One call finds out, in vain; everybody else is still refused.
        _time.Advance(CircuitBreaker.Pause);
        var probe = installation.Client.GetAsync("/api/v1/links", Token);
        await _asked.WaitAsync(Token);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _time.Advance(TimeSpan.FromSeconds(60));
        (await probe).StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        installation.Links.Answer = context => context.Response.WriteAsync("again");
        _time.Advance(CircuitBreaker.Pause);
        (await installation.Client.GetStringAsync("/api/v1/links", Token)).ShouldBe("again");
        installation.Readiness().ShouldNotContain(reason => reason.StartsWith("unanswered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_whose_body_does_not_arrive_says_nothing_about_the_service()
    {
        await using var installation = await HangingAsync();
        for (var i = 0; i <= CircuitBreaker.Limit; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, installation.Client.BaseAddress!.Port, Token);
            var head = $"POST /api/v1/links HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {installation.Key}\r\nContent-Length: 9\r\n\r\n{{";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Token);
            await _asked.WaitAsync(Token);
            _time.Advance(TimeSpan.FromSeconds(60));
            // Whichever of the two notices first.
            (await new StreamReader(socket.GetStream()).ReadLineAsync(Token)).ShouldBeOneOf("HTTP/1.1 408 Request Timeout", "HTTP/1.1 504 Gateway Timeout");
        }

        installation.Readiness().ShouldNotContain(reason => reason.StartsWith("unanswered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_silent_from_the_start_is_noticed_too()
    {
        await using var installation = await Installation.StartAsync();
        await installation.StopAsync(ServiceNames.Links);
        using var silent = new SilentSocket(installation.SocketPath(ServiceNames.Links));
        while (!installation.Readiness().Any(reason => reason.StartsWith("unanswered: links", StringComparison.Ordinal)))
            (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task An_outage_is_two_lines_in_the_log_however_many_calls_it_meets()
    {
        await using var installation = await Installation.StartAsync();
        await installation.StopAsync(ServiceNames.Links);
        for (var i = 0; i < 5; i++)
            (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await installation.StartAsync(installation.Links);
        (await installation.Client.GetStringAsync("/api/v1/links", Token)).ShouldBe("links");
        (await installation.Client.GetStringAsync("/api/v1/links", Token)).ShouldBe("links");
        await Eventually.Holds(() => installation.Log.ToString().Contains("The service links answers again; calls that it did not answer: 5", StringComparison.Ordinal));
        installation.Log.ToString().Split('\n').Count(line => line.Contains("The service links ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_call_waits_for_a_service_that_is_being_restarted(string method)
    {
        await using var installation = await Installation.StartAsync();
        installation.Restarts.Begin([ServiceNames.Links, ServiceNames.Health], TimeSpan.FromMinutes(1));
        await installation.StopAsync(ServiceNames.Links);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/links") { Content = method == "POST" ? new StringContent("{}") : null };
        var call = installation.Client.SendAsync(request, Token);
        await installation.StartAsync(installation.Links);
        (await (await call).Content.ReadAsStringAsync(Token)).ShouldBe("links");
    }

    [Fact]
    public async Task Nobody_waits_for_a_restart_that_is_over()
    {
        await using var installation = await Installation.StartAsync();
        installation.Restarts.Begin([ServiceNames.Links], TimeSpan.FromMinutes(1));
        await installation.StopAsync(ServiceNames.Links);
        var call = installation.Client.GetAsync("/api/v1/links", Token);
        installation.Restarts.End();
        (await call).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_call_waits_no_longer_for_a_restart_than_the_setting_says()
    {
        await using var installation = await Installation.StartAsync(new() { ["Gateway:RestartWaitSeconds"] = "0" });
        installation.Restarts.Begin([ServiceNames.Links], TimeSpan.FromDays(1));
        await installation.StopAsync(ServiceNames.Links);
        (await installation.Client.GetAsync("/api/v1/links", Token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("GET", 2)]
    [InlineData("HEAD", 2)]
    [InlineData("PUT", 2)]
    [InlineData("DELETE", 2)]
    [InlineData("OPTIONS", 2)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task A_call_whose_connection_breaks_is_made_again_only_where_that_changes_nothing(string method, int times)
    {
        await using var installation = await Installation.StartAsync();
        var seen = 0;
        installation.Links.Answer = context =>
        {
            if (Interlocked.Increment(ref seen) == 1)
                context.Abort();
            return Task.CompletedTask;
        };
        using var response = await installation.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/links"), Token);
        response.StatusCode.ShouldBe(times == 2 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
        seen.ShouldBe(times);
    }

    [Fact]
    public async Task A_body_is_never_sent_twice()
    {
        await using var installation = await Installation.StartAsync();
        var seen = 0;
        installation.Links.Answer = async context =>
        {
            Interlocked.Increment(ref seen);
            await new StreamReader(context.Request.Body).ReadToEndAsync(Token);
            context.Abort();
        };
        using var response = await installation.Client.PutAsync("/api/v1/links/1", new StringContent("{}"), Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        seen.ShouldBe(1);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task What_never_left_is_sent_again_whatever_it_is(string method)
    {
        await using var installation = await Installation.StartAsync();
        await installation.StopAsync(ServiceNames.Links);
        using var closing = new SilentSocket(installation.SocketPath(ServiceNames.Links)) { Closes = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/links") { Content = method == "POST" ? new StringContent("{}") : null };
        using var response = await installation.Client.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        closing.Taken.ShouldBeGreaterThan(1);
    }

    public void Dispose() => _asked.Dispose();

    private async Task<Installation> HangingAsync()
    {
        var installation = await Installation.StartAsync(time: _time);
        installation.Links.Answer = async context =>
        {
            _asked.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        return installation;
    }

    private async Task<HttpResponseMessage> AskInVainAsync(Installation installation)
    {
        var call = installation.Client.GetAsync("/api/v1/links", Token);
        await _asked.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(60));
        return await call;
    }
}
