namespace Tautan.Gateway.Access;

/// <summary>Identity could not be asked, so that nobody knows whether a key is one.</summary>
internal sealed class IdentityAwayException : Exception
{
    public IdentityAwayException(string message)
        : base(message)
    {
    }

    public IdentityAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public IdentityAwayException()
    {
    }
}
