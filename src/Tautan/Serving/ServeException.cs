namespace Tautan.Serving;

/// <summary>The process cannot serve; the message is one line for the operator.</summary>
internal sealed class ServeException : Exception
{
    public ServeException(string message)
        : base(message)
    {
    }
}
