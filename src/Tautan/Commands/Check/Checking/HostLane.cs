namespace Tautan.Commands.Check.Checking;

/// <summary>How fast one host is asked: 10 at a time, 50 ms apart where it is public, and not while it asks to be left alone.</summary>
internal sealed class HostLane(TimeProvider time)
{
    public const int AtOnce = 10;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private DateTimeOffset _next;

    /// <summary>Until the opposite is known.</summary>
    public bool IsPublic { get; set; } = true;

    /// <summary>Waits for the moment at which the next request may begin.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var start = _next > now ? _next : now;
            wait = start - now;
            if (IsPublic) _next = start + Apart;
        }

        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Begins nothing for a while.</summary>
    public void Rest(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + pause;
            if (until > _next) _next = until;
        }
    }
}
