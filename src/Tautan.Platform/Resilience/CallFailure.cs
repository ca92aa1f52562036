using System.Net.Sockets;

namespace Tautan.Platform.Resilience;

/// <summary>How a call failed before there was an answer.</summary>
internal enum CallFailure
{
    /// <summary>Nobody listens there.</summary>
    Absent,

    /// <summary>Somebody listens, and no connection came about.</summary>
    NotConnected,

    /// <summary>The connection broke when the request was on its way.</summary>
    Broken,

    /// <summary>The time of the call was over.</summary>
    Late,

    /// <summary>Whoever called wants no answer any more.</summary>
    GivenUp,
}

internal static class CallFailures
{
    public static CallFailure Of(Exception exception, CallDeadline? deadline, CancellationToken cancellationToken) => exception switch
    {
        _ when deadline is { IsOver: true } => CallFailure.Late,
        _ when cancellationToken.IsCancellationRequested => CallFailure.GivenUp,
        // The time for connecting is over.
        OperationCanceledException => CallFailure.NotConnected,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => CallFailure.Absent,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => exception.GetBaseException() is SocketException ? CallFailure.Absent : CallFailure.NotConnected,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => CallFailure.NotConnected,
        _ => CallFailure.Broken,
    };
}
