using System.Net;
using Tautan.Contracts;
using Tautan.Platform.Discovery;

namespace Tautan.Serving;

internal static class HouseClient
{
    /// <summary>A client of the house's operations port. What it stands on is shared; it is cheap to make and to dispose.</summary>
    public static HttpClient Over(IServiceHandlers handlers) => new(handlers.For(ServiceNames.House), disposeHandler: false)
    {
        BaseAddress = new Uri($"https://{ServiceNames.House}"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(2),
    };
}
