using System.Runtime.CompilerServices;

namespace Tautan.Gateway.Tests;

/// <summary>Waits for a fact that nobody announces. How long it takes is not asserted: half a minute is for a machine that is very busy.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static async Task Holds(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string text = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!fact())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Longest, $"waited for {text}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
        }
    }
}
