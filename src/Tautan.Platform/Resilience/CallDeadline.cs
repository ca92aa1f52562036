using System.Globalization;
using Tautan.Contracts.Access;

namespace Tautan.Platform.Resilience;

/// <summary>When a call has to be answered. It travels with the call, as what is left of it in milliseconds (<see cref="InternalHeaders.Timeout"/>).</summary>
public sealed class CallDeadline : IDisposable
{
    /// <summary>Where a request to another service carries its deadline.</summary>
    public static readonly HttpRequestOptionsKey<CallDeadline> Key = new("tautan.deadline");

    private const long LongestMilliseconds = 24 * 60 * 60 * 1000;
    private readonly TimeProvider _time;
    private readonly TimeSpan _within;
    private readonly long _began;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _linked;
    private readonly CancellationToken _given;

    /// <param name="within">How long the call may take, from now.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">What else ends the call.</param>
    public CallDeadline(TimeSpan within, TimeProvider time, CancellationToken cancellationToken = default)
    {
        _within = within;
        _time = time;
        _given = cancellationToken;
        _began = time.GetTimestamp();
        _source = new CancellationTokenSource(within, time);
        _linked = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Cancelled when the time is over, or what was given to link it with is.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The time is over, and nothing else ended the call.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_given.IsCancellationRequested;

    /// <summary>What is left, as text for the header; at least 1.</summary>
    public string Left => Math.Max(1, (long)(_within - _time.GetElapsedTime(_began)).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the header.</summary>
    /// <returns>False where there is none, or it is no number of milliseconds from 1 to a day.</returns>
    public static bool TryRead(string? header, out TimeSpan within)
    {
        var isRead = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and <= LongestMilliseconds;
        within = TimeSpan.FromMilliseconds(isRead ? milliseconds : 0);
        return isRead;
    }

    /// <summary>The answer is a stream, which lasts for as long as both sides want.</summary>
    public void Lift() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _linked.Dispose();
        _source.Dispose();
    }
}
