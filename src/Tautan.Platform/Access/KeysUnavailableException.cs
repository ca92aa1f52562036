namespace Tautan.Platform.Access;

/// <summary>No token can be judged: Identity is away, and nothing that it said is kept here.</summary>
public sealed class KeysUnavailableException : Exception
{
    public KeysUnavailableException(string message)
        : base(message)
    {
    }

    public KeysUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public KeysUnavailableException()
    {
    }
}
