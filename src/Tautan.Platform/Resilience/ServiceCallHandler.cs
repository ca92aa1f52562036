using System.Net;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Resilience;

/// <summary>
/// What stands between a caller and a service. A call that never left, or that may be made twice (RFC 9110 §9.2.2) and carries no body, is made anew
/// when its connection fails before any of the answer is there; while the service is being restarted it waits; and where the service leaves calls waiting,
/// it is refused at once.
/// </summary>
internal sealed class ServiceCallHandler(
    string service, HttpMessageHandler inner, CircuitBreaker breaker, ServiceOutage outage, ServiceRestarts restarts, TimeSpan restartWait, TimeProvider time)
    : DelegatingHandler(inner)
{
    private const int Attempts = 3;
    private const string Late = "it did not answer in time";

    /// <summary>How often one looks whether a service that is being restarted is back.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>A failure that came sooner left nobody waiting.</summary>
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Whoever goes away after as long had waited in vain; sooner, it had changed its mind.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null or { Headers.ContentLength: 0 } ? null : new WatchedContent(request.Content);
        request.Content = body ?? request.Content;
        request.Options.TryGetValue(CallDeadline.Key, out var deadline);
        var began = time.GetTimestamp();
        for (var attempt = 1; ;)
        {
            var admission = breaker.Enter();
            if (admission == Admission.Refused)
                throw Refuse();
            var sent = time.GetTimestamp();
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                Note(response, admission, body);
                return response;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                var failure = CallFailures.Of(exception, deadline, cancellationToken);
                var waited = time.GetElapsedTime(sent);
                if (LeftWaiting(failure, waited, body))
                    breaker.Unanswered(admission);
                else
                    breaker.Undecided(admission);
                if (failure == CallFailure.Absent && restarts.IsExpected(service) && time.GetElapsedTime(began) < restartWait)
                {
                    await restarts.WaitAsync(service, Look, cancellationToken);
                    continue;
                }

                if (attempt++ < Attempts && MayGoAgain(request.Method, failure, waited, body))
                    continue;
                if (failure != CallFailure.GivenUp)
                    outage.Missed(failure == CallFailure.Late ? Late : exception.Message);
                throw;
            }
        }
    }

    // 504 says that the service ran into the deadline, only that it noticed first.
    private void Note(HttpResponseMessage response, Admission admission, WatchedContent? body)
    {
        if (response.StatusCode == HttpStatusCode.GatewayTimeout)
        {
            if (LeftWaiting(CallFailure.Late, Wait, body))
                breaker.Unanswered(admission);
            else
                breaker.Undecided(admission);
            outage.Missed(Late);
            return;
        }

        breaker.Answered();
        outage.Answered();
    }

    private static bool MayGoAgain(HttpMethod method, CallFailure failure, TimeSpan waited, WatchedContent? body) => failure switch
    {
        CallFailure.NotConnected => waited < Wait && body is not { IsBegun: true },
        CallFailure.Broken => body is null
            && (method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete || method == HttpMethod.Options),
        _ => false,
    };

    // As long as a request is still coming, it is not the service that is slow.
    private static bool LeftWaiting(CallFailure failure, TimeSpan waited, WatchedContent? body) => body is not { IsBegun: true, IsSent: false } && failure switch
    {
        CallFailure.Late => true,
        CallFailure.NotConnected or CallFailure.Broken => waited >= Wait,
        CallFailure.GivenUp => waited >= LongWait,
        _ => false,
    };

    private ServiceAwayException Refuse()
    {
        var refusal = new ServiceAwayException(service, breaker.RetryAfter);
        outage.Missed(refusal.Message);
        return refusal;
    }
}
