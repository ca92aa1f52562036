using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Listening;

/// <summary>What is done for every request, whoever answers it.</summary>
internal sealed class Arrivals(SecureTransport transport, Drain drain)
{
    private readonly string? _policy = transport.Policy;

    /// <param name="features">The request's.</param>
    /// <param name="isForApplication">The application answers it, and may take back the headers that it finds.</param>
    public void Begin(IFeatureCollection features, bool isForApplication)
    {
        if (drain.HasBegun)
            features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        if (_policy is not null && RequestOf(features).Scheme == Uri.UriSchemeHttps)
            SetPolicy(ResponseOf(features), isForApplication);
    }

    private static IHttpRequestFeature RequestOf(IFeatureCollection features) =>
        features as IHttpRequestFeature ?? features.GetRequiredFeature<IHttpRequestFeature>();

    private static IHttpResponseFeature ResponseOf(IFeatureCollection features) =>
        features as IHttpResponseFeature ?? features.GetRequiredFeature<IHttpResponseFeature>();

    private void SetPolicy(IHttpResponseFeature response, bool isForApplication)
    {
        if (!isForApplication)
        {
            response.Headers.StrictTransportSecurity = _policy;
            return;
        }

        response.OnStarting(
            static state =>
            {
                var (response, policy) = ((IHttpResponseFeature, string))state;
                response.Headers.StrictTransportSecurity = policy;
                return Task.CompletedTask;
            },
            (response, _policy!));
    }
}
