using System.Diagnostics.Metrics;
using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Clicks;

/// <summary>Counts clicks by kind, and keeps none.</summary>
internal sealed class CountingClickSink(IMeterFactory meters) : IClickSink
{
    // Made once: a tag a click would be garbage a click.
    private static readonly KeyValuePair<string, object?>[] Tags =
        [.. Enumerable.Range(0, (int)ClickKind.Qr + 1).Select(kind => KeyValuePair.Create("kind", (object?)((ClickKind)kind).ToString().ToLowerInvariant()))];

    private readonly Counter<long> _counter = meters.Create(GatewayMeter.Name).CreateCounter<long>(
        "tautan.gateway.clicks", "{click}", "Requests that met a link, a domain or nothing, HEAD requests included.");

    private long _sequence;

    public void Append(Span<byte> record)
    {
        ClickRecord.Stamp(record, (ulong)Interlocked.Increment(ref _sequence));
        if (ClickRecord.TryRead(record, out var click))
            _counter.Add(1, Tags[(int)click.Kind]);
    }
}
