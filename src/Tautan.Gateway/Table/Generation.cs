namespace Tautan.Gateway.Table;

/// <summary>
/// Tells readers without a lock whether something they hold may have been given away meanwhile. The writer first makes a
/// thing unreachable, then advances the generation, then gives the thing's place to another. A reader takes the
/// generation, reads, and looks again: where it is the same, all it read belonged together; else it reads again.
/// </summary>
internal sealed class Generation
{
    private long _value;

    public long Enter() => Volatile.Read(ref _value);

    public bool IsStill(long entered)
    {
        Volatile.ReadBarrier();
        return Volatile.Read(ref _value) == entered;
    }

    public void Advance() => Interlocked.Increment(ref _value);
}
