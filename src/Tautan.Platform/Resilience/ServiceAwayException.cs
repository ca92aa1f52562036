namespace Tautan.Platform.Resilience;

/// <summary>A service is not called because it leaves calls waiting: whoever wants it hears so at once.</summary>
public sealed class ServiceAwayException : HttpRequestException
{
    public ServiceAwayException(string service, TimeSpan retryAfter)
        : base($"{service} leaves calls waiting and is not called for now") => RetryAfter = retryAfter;

    public ServiceAwayException(string message)
        : base(message)
    {
    }

    public ServiceAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public ServiceAwayException()
    {
    }

    /// <summary>When a call may be let through again.</summary>
    public TimeSpan RetryAfter { get; }
}
