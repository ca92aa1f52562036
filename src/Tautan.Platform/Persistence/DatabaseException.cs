namespace Tautan.Platform.Persistence;

/// <summary>The service must not start on the database it finds; the message says why and what helps.</summary>
public sealed class DatabaseException : Exception
{
    public DatabaseException(string message)
        : base(message)
    {
    }

    public DatabaseException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public DatabaseException()
    {
    }
}
