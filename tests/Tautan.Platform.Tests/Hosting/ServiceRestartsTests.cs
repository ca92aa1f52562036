using Microsoft.Extensions.Time.Testing;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Tests.Hosting;

public sealed class ServiceRestartsTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceRestarts _restarts;

    public ServiceRestartsTests() => _restarts = new ServiceRestarts(_time);

    [Fact]
    public async Task A_service_in_no_restart_is_not_waited_for()
    {
        _restarts.Begin(["links"], TimeSpan.FromSeconds(10));
        _restarts.IsExpected("health").ShouldBeFalse();
        await _restarts.WaitAsync("health", TimeSpan.FromHours(1), Token);
    }

    [Fact]
    public async Task A_restart_is_waited_for_until_its_end()
    {
        _restarts.Begin(["links", "health"], TimeSpan.FromSeconds(10));
        _restarts.IsExpected("links").ShouldBeTrue();
        var waiting = _restarts.WaitAsync("links", TimeSpan.FromHours(1), Token);
        waiting.IsCompleted.ShouldBeFalse();
        _restarts.End();
        await waiting;
        _restarts.IsExpected("links").ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_restart_may_take()
    {
        _restarts.Begin(["links"], TimeSpan.FromSeconds(10));
        var waiting = _restarts.WaitAsync("links", TimeSpan.FromHours(1), Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        await waiting;
        _restarts.IsExpected("links").ShouldBeFalse();
    }

    [Fact]
    public async Task Who_goes_away_waits_no_longer()
    {
        _restarts.Begin(["links"], TimeSpan.FromSeconds(10));
        using var gone = new CancellationTokenSource();
        var waiting = _restarts.WaitAsync("links", TimeSpan.FromHours(1), gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }
}
