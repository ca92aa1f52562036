using System.Net;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts;
using Tautan.Platform.Resilience;
using Tautan.Testing.Services;

namespace Tautan.Platform.Tests.Calling;

public sealed class DeadlineTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_ended_when_its_caller_waits_no_longer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var service = new DoorService();
        await using var installation = new TestInstallation(time: time);
        await installation.StartAsync(service, Token);
        using var client = installation.Client(ServiceNames.Gateway, ServiceNames.Links);
        client.DefaultRequestHeaders.Add("Tautan-Timeout", "2000");
        var call = client.GetAsync("/waiting", Token);
        await service.Waiting.Task.WaitAsync(Token);
        time.Advance(TimeSpan.FromSeconds(2));
        using var response = await call;
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("service_timeout");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("86400000", 86_400_000)]
    [InlineData("0", 0)]
    [InlineData("86400001", 0)]
    [InlineData("-1", 0)]
    [InlineData(" 1", 0)]
    [InlineData("1.5", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void A_deadline_is_a_number_of_milliseconds_up_to_a_day(string? header, int milliseconds)
    {
        CallDeadline.TryRead(header, out var within).ShouldBe(milliseconds != 0);
        within.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void A_deadline_that_was_lifted_is_never_over()
    {
        var time = new FakeTimeProvider();
        using var deadline = new CallDeadline(TimeSpan.FromSeconds(2), time);
        time.Advance(TimeSpan.FromSeconds(1));
        deadline.Left.ShouldBe("1000");
        deadline.Lift();
        time.Advance(TimeSpan.FromDays(1));
        deadline.IsOver.ShouldBeFalse();
        deadline.Left.ShouldBe("1");
    }
}
