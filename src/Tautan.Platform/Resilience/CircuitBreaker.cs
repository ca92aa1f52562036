namespace Tautan.Platform.Resilience;

/// <summary>Whether a call may be made.</summary>
public enum Admission
{
    Refused,
    Admitted,

    /// <summary>The one call that finds out whether the service answers again.</summary>
    Probe,
}

/// <summary>
/// Keeps calls away from a service that takes them and leaves them waiting. It opens after <see cref="Limit"/> calls in a row that waited in vain;
/// then one call a <see cref="Pause"/> is let through, and the first answer closes it.
/// </summary>
public sealed class CircuitBreaker(TimeProvider time)
{
    /// <summary>Calls in a row without an answer.</summary>
    public const int Limit = 3;

    /// <summary>Between two calls that find out whether there is an answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _unanswered;
    private long _lastFailure;
    private bool _isProbing;

    public bool IsOpen => Volatile.Read(ref _unanswered) >= Limit;

    /// <summary>Until the next call that is let through; zero where one would be now.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
                return IsOpen && Pause - time.GetElapsedTime(_lastFailure) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Asks to make a call. Whoever is not refused says how it ended, once.</summary>
    public Admission Enter()
    {
        if (!IsOpen)
            return Admission.Admitted;
        lock (_lock)
        {
            if (!IsOpen)
                return Admission.Admitted;
            if (_isProbing || time.GetElapsedTime(_lastFailure) < Pause)
                return Admission.Refused;
            _isProbing = true;
            return Admission.Probe;
        }
    }

    /// <summary>There was an answer, whatever it says.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref _unanswered) == 0)
            return;
        lock (_lock)
        {
            _unanswered = 0;
            _isProbing = false;
        }
    }

    /// <summary>The call waited, and there was no answer.</summary>
    public void Unanswered(Admission admission)
    {
        lock (_lock)
        {
            _unanswered++;
            _lastFailure = time.GetTimestamp();
            _isProbing &= admission != Admission.Probe;
        }
    }

    /// <summary>The call says nothing about whether the service answers: it was given up, or never reached it.</summary>
    public void Undecided(Admission admission)
    {
        if (admission != Admission.Probe)
            return;
        lock (_lock)
            _isProbing = false;
    }
}
