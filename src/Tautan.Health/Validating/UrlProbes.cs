using Tautan.Health.Checks;
using Tautan.Health.History;
using Tautan.Health.Pages;
using Tautan.Health.Probing;

namespace Tautan.Health.Validating;

/// <summary>Fetches URLs once each, the ones of a host one after another: whoever asks about a hundred pages of a site must not attack it.</summary>
internal sealed class UrlProbes(IProber prober, HealthOptions options, TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 16;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _places = new(MostAtOnce);

    /// <summary>Fetches all of them.</summary>
    /// <param name="workspace">On whose behalf.</param>
    /// <param name="urls">With their place in the request, of any hosts.</param>
    /// <param name="take">Called with each place and what was seen, by several at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task ProbeAsync(Guid workspace, IEnumerable<(int Place, string Url, string Host)> urls, Action<int, ValidationProbe> take, CancellationToken cancellationToken) =>
        Task.WhenAll(urls.GroupBy(url => url.Host).Select(host => ProbeHostAsync(workspace, [.. host], take, cancellationToken)));

    public void Dispose() => _places.Dispose();

    private async Task ProbeHostAsync(Guid workspace, List<(int Place, string Url, string Host)> urls, Action<int, ValidationProbe> take, CancellationToken cancellationToken)
    {
        for (var i = 0; i < urls.Count; i++)
        {
            if (i > 0) await Task.Delay(TimeSpan.FromMilliseconds(options.PerHostSpacingMilliseconds), time, cancellationToken);
            await _places.WaitAsync(cancellationToken);
            try
            {
                take(urls[i].Place, Read(await prober.ProbeAsync(new ProbeRequest(urls[i].Url, Timeout, KeepBody: false) { Workspace = workspace }, cancellationToken)));
            }
            finally
            {
                _places.Release();
            }
        }
    }

    private static ValidationProbe Read(ProbeResult result)
    {
        var judgement = Expectation.Default.Judge(result, PageDoubt.Of(result, null));
        return new ValidationProbe(
            judgement.Kind == JudgementKind.Ok,
            judgement.Reason,
            judgement.Note,
            result.Detail,
            result.Status,
            result.Hops.Count > 1 ? [.. result.Hops.Select(hop => new CheckHop(hop.Url, hop.Status))] : [],
            TimingsView.Of(result.Timings));
    }
}
