using System.Diagnostics.Metrics;
using Tautan.Contracts.Health;
using Tautan.Health.Scheduling;
using Tautan.Health.Verdicts;
using Tautan.Platform.Telemetry;

namespace Tautan.Health;

/// <summary>What Health counts and measures.</summary>
internal sealed class HealthMetrics
{
    public const string MeterName = "Tautan.Health";

    private readonly Counter<long> _probes;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _changes;

    public HealthMetrics(IMeterFactory meters, IObservations observations)
    {
        var meter = meters.Create(MeterName);
        _probes = meter.CreateCounter<long>("tautan.health.probes", "{probe}", "Probes made, by how they ended.");
        _duration = meter.CreateHistogram<double>("tautan.health.probe.duration", "s", "From the start of a probe to its end.");
        _lag = meter.CreateHistogram<double>("tautan.health.schedule.lag", "s", "How much later than planned probes begin.");
        _changes = meter.CreateCounter<long>("tautan.health.verdict.changes", "{change}", "Verdicts changed, by what they became.");
        Observe(observations, "tautan.health.targets", () => Targets(), "{target}", "Targets watched by this process.");
        Observe(observations, "tautan.health.blind", () => IsBlind() ? 1 : 0, "1", "1 while nothing can be seen and verdicts stand still.");
        Observe(observations, "tautan.health.watching", () => IsWatching() ? 1 : 0, "1", "1 while this process is the one that probes.");
    }

    public Func<int> Targets { private get; set; } = () => 0;

    public Func<bool> IsBlind { private get; set; } = () => false;

    public Func<bool> IsWatching { private get; set; } = () => false;

    public void Started(TimeSpan lag) => _lag.Record(lag > TimeSpan.Zero ? lag.TotalSeconds : 0);

    public void Made(ProbeRun run)
    {
        _probes.Add(1, new KeyValuePair<string, object?>("outcome", run.Result.Reason ?? "answered"));
        _duration.Record((run.EndedAt.Steady - run.StartedAt.Steady).TotalSeconds);
    }

    public void Changed(string about, Verdict verdict) => _changes.Add(
        1,
        new KeyValuePair<string, object?>("about", about),
        new KeyValuePair<string, object?>("verdict", verdict.ToWord()));

    private static void Observe(IObservations observations, string name, Func<int> read, string unit, string description) =>
        observations.Gauge(MeterName, name, () => [new Measurement<double>(read())], unit, description);
}
