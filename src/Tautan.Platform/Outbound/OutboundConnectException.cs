namespace Tautan.Platform.Outbound;

/// <summary>No connection was made, for the reason in <see cref="Error"/>. Inside the <see cref="HttpRequestException"/> of an HTTP client.</summary>
public sealed class OutboundConnectException : IOException
{
    public OutboundConnectException(ConnectError error, string? detail)
        : base(detail is null ? error.ToString() : $"{error}: {detail}") => Error = error;

    public ConnectError Error { get; }
}
