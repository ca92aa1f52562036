using System.Diagnostics.Metrics;
using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Clicks;

/// <summary>Counts clicks by kind, and keeps none.</summary>
internal sealed class CountingClickSink : IClickSink
{
    private static readonly ClickKind[] Kinds = Enum.GetValues<ClickKind>();

    // Sixteen places a kind, so that two processors that count different kinds do not take a cache line from one another.
    private readonly long[] _counts = new long[(Kinds.Length + 1) * 16];
    private long _sequence;

    public CountingClickSink(IMeterFactory meters) => meters.Create(GatewayMeter.Name).CreateObservableCounter(
        "tautan.gateway.clicks",
        () => Kinds.Select(kind => new Measurement<long>(Count(kind), KeyValuePair.Create("kind", (object?)kind.ToString().ToLowerInvariant()))),
        "{click}",
        "Requests that met a link, a domain or nothing, HEAD requests included.");

    public void Append(Span<byte> record)
    {
        if (!ClickRecord.TryRead(record, out var click))
            return;
        ClickRecord.Stamp(record, (ulong)Interlocked.Increment(ref _sequence));
        Interlocked.Increment(ref _counts[(int)click.Kind * 16]);
    }

    internal long Count(ClickKind kind) => Volatile.Read(ref _counts[(int)kind * 16]);
}
