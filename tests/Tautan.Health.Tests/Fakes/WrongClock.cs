using Microsoft.Extensions.Time.Testing;

namespace Tautan.Health.Tests.Fakes;

/// <summary>A machine whose clock somebody sets while it runs.</summary>
internal sealed class WrongClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    public TimeSpan Wrong { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Wrong;

    // The base counts by the time of day; a machine's counter knows nothing of it.
    public override long GetTimestamp() => base.GetTimestamp() - Wrong.Ticks;
}
