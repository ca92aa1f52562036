using Microsoft.Extensions.Time.Testing;
using Tautan.Serving;

namespace Tautan.SystemTests.Running;

public sealed class HousePulseTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("+---", true)]
    [InlineData("+--+---", true)]
    [InlineData("------", false)]
    [InlineData("+--+--+--", false)]
    [InlineData("---+--", false)]
    public async Task It_is_lost_when_it_answered_once_and_then_three_times_not(string answers, bool isLost)
    {
        var asked = 0;
        var all = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var lost = new HousePulse(
            _ =>
            {
                if (asked == answers.Length)
                    all.TrySetResult();
                return Task.FromResult(asked >= answers.Length || answers[asked++] == '+');
            },
            _time).LostAsync(stop.Token);
        while (!lost.IsCompleted && !all.Task.IsCompleted)
        {
            _time.Advance(HousePulse.Interval);
            await Task.Yield();
        }

        lost.IsCompletedSuccessfully.ShouldBe(isLost);
        await stop.CancelAsync();
    }
}
