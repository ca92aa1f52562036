namespace Tautan.Platform.Persistence.Leases;

/// <summary>How long a holder has shown no sign of life, by our own clock.</summary>
internal sealed class LeaseWatch(TimeProvider time)
{
    private (string Owner, long Beat)? _seen;
    private long _since;

    public bool IsDead(string owner, long beat, TimeSpan after) => _seen == (owner, beat) && time.GetElapsedTime(_since) >= after;

    public void Saw(string owner, long beat)
    {
        if (_seen == (owner, beat)) return;
        _seen = (owner, beat);
        _since = time.GetTimestamp();
    }
}
