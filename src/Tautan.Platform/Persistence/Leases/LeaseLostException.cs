namespace Tautan.Platform.Persistence.Leases;

/// <summary>Another process has the lease now; what was to be written was not.</summary>
public sealed class LeaseLostException : Exception
{
    public LeaseLostException(string message)
        : base(message)
    {
    }

    public LeaseLostException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public LeaseLostException()
    {
    }
}
