using System.Diagnostics;

namespace Tautan.Bench;

/// <summary>Asks links without pause where they go.</summary>
/// <param name="server">Where they redirect.</param>
/// <param name="elsewhere">How the URL begins to which they are to move.</param>
internal sealed class Redirects(Uri server, string elsewhere) : IDisposable
{
    private const int Connections = 4;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server };

    /// <summary>Asks each again and again until it goes elsewhere.</summary>
    public async Task<Movement> WatchAsync(string[] slugs, CancellationToken cancellationToken)
    {
        var watches = await Task.WhenAll(Enumerable.Range(0, Connections)
            .Select(place => WatchSomeAsync([.. slugs.Where((_, number) => number % Connections == place)], cancellationToken)));
        return new Movement([.. watches.SelectMany(watch => watch.Times)], watches.Max(watch => watch.Round));
    }

    public void Dispose() => _client.Dispose();

    private async Task<Movement> WatchSomeAsync(string[] slugs, CancellationToken cancellationToken)
    {
        var times = new List<DateTimeOffset>(slugs.Length);
        var longest = TimeSpan.Zero;
        var left = slugs.ToList();
        while (left.Count > 0)
        {
            var began = Stopwatch.GetTimestamp();
            var still = new List<string>(left.Count);
            foreach (var slug in left)
            {
                using var response = await _client.GetAsync(new Uri(slug, UriKind.Relative), cancellationToken);
                var location = response.Headers.Location ?? throw new InvalidOperationException($"{slug} answers {(int)response.StatusCode}.");
                if (location.OriginalString.StartsWith(elsewhere, StringComparison.Ordinal)) times.Add(DateTimeOffset.UtcNow);
                else still.Add(slug);
            }

            left = still;
            var round = Stopwatch.GetElapsedTime(began);
            if (round > longest) longest = round;
        }

        return new Movement(times, longest);
    }
}

/// <summary>When links moved.</summary>
/// <param name="Times">When each was first seen to go elsewhere: not before it did, and at most a round later.</param>
/// <param name="Round">The longest time in which each was asked once.</param>
internal sealed record Movement(IReadOnlyList<DateTimeOffset> Times, TimeSpan Round);
