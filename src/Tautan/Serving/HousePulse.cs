namespace Tautan.Serving;

/// <summary>
/// Whether a house still answers. One that never did is not judged: it waits for its predecessor's lock, or has only begun. What it does behind
/// its operations port, a migration of hours even, is no reason not to answer there.
/// </summary>
/// <param name="answers">Asks it once; false where no answer came.</param>
/// <param name="time">The clock.</param>
internal sealed class HousePulse(Func<CancellationToken, Task<bool>> answers, TimeProvider time)
{
    /// <summary>How often it is asked, and how long an answer may take.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>So many answers in a row may be missing before it counts as hung.</summary>
    public const int Missed = 3;

    /// <summary>Returns when it hangs.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before that.</exception>
    public async Task LostAsync(CancellationToken cancellationToken)
    {
        var missed = 0;
        var hasAnswered = false;
        while (missed < Missed)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var isThere = await AskAsync(cancellationToken);
            hasAnswered |= isThere;
            missed = isThere || !hasAnswered ? 0 : missed + 1;
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await answers(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
