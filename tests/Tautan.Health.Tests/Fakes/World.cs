using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Recording;
using Tautan.Health.Scheduling;
using Tautan.Health.Seeing;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Fakes;

/// <summary>
/// All of Health that decides, on a clock that the test moves: probes are made one after another, each at the moment at
/// which it is due. Hours pass in milliseconds, and always in the same way.
/// </summary>
internal sealed class World
{
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(5);

    private readonly Dictionary<Probe, DateTimeOffset> _due = [];

    public World(Action<SavedStates>? saved = null, HealthOptions? options = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        Clock = new SteadyClock(Time);
        Saved = new SavedStates(Clock);
        saved?.Invoke(Saved);
        Registry = new Registry(Saved);
        Sight = new Sight(options ?? new HealthOptions(), Prober, Clock, NullLogger<Sight>.Instance);
        Patient = new PatientStore(Store, told => Told = told, Clock, NullLogger<PatientStore>.Instance);
        Recorder = new Recorder(Registry, Sight, Patient, new CertificateBook(), Clock, Meters.Health())
        {
            Advance = (probe, due) =>
            {
                if (_due.TryGetValue(probe, out var planned) && planned > due) _due[probe] = due;
            },
        };
    }

    public FakeTimeProvider Time { get; }

    public SteadyClock Clock { get; }

    public FakeProber Prober { get; } = new();

    public MemoryStore Store { get; } = new();

    /// <summary>What decides writes with it; told and written again only while a test runs it.</summary>
    public PatientStore Patient { get; }

    /// <summary>What was last told without being written.</summary>
    public IReadOnlyDictionary<FeedKey, IMessage?> Told { get; private set; } = new Dictionary<FeedKey, IMessage?>();

    public Registry Registry { get; }

    public Sight Sight { get; }

    public Recorder Recorder { get; }

    public SavedStates Saved { get; }

    public int Made { get; private set; }

    /// <summary>Called before each probe with the time, to change what the world is like.</summary>
    public Action<DateTimeOffset> Before { get; set; } = _ => { };

    public void Add(params LinkRecord[] records)
    {
        foreach (var record in records)
        {
            var change = Registry.Apply(new LinkChange(null, LinkReading.Of(record)));
            foreach (var probe in change.Touched)
            {
                if (FirstProbe.At(probe, Clock.Steady, Clock.Now.Wall) is { } due) _due[probe] = due;
            }
        }
    }

    public Target Target(LinkRecord link, int destination = 0) => Registry.Find(LinkReading.Of(link).Destinations[destination].Target)!;

    public TargetState State(LinkRecord link, int destination = 0) => Target(link, destination).State;

    /// <summary>What a visitor's redirect goes by.</summary>
    public bool IsDown(LinkRecord link, int destination = 0) =>
        Target(link, destination) is var target && (target.State.IsDown || target.Probe.Origin.State.IsDown);

    public static FeedKey OriginKey(string url) => VerdictFeedKeys.PrivateOrigin(Sample.Workspace, VerdictFeedKeys.OriginOf(url));

    public DateTimeOffset? Due(LinkRecord link, int destination = 0) =>
        _due.TryGetValue(Target(link, destination).Probe, out var due) ? due : null;

    /// <summary>Makes every probe that is due until so much time has passed.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        var until = Clock.Steady + span;
        while (_due.Count > 0)
        {
            var (probe, due) = _due.MinBy(pair => pair.Value);
            if (due > until) break;
            if (due > Clock.Steady) Time.Advance(due - Clock.Steady);
            await MakeAsync(probe);
        }

        if (until > Clock.Steady) Time.Advance(until - Clock.Steady);
    }

    /// <summary>Makes the probe of a link's destination now.</summary>
    public Task MakeAsync(LinkRecord link, int destination = 0) => MakeAsync(Target(link, destination).Probe);

    private async Task MakeAsync(Probe probe)
    {
        Before(Clock.Steady);
        var cancellationToken = TestContext.Current.CancellationToken;
        var started = Clock.Now;
        var result = await Prober.ProbeAsync(probe.Key.ToRequest() with { KnownPage = probe.Page, FirstTitle = probe.Baseline?.Title }, cancellationToken);
        Time.Advance(Took);
        Made++;
        if (await Recorder.TakeAsync(new ProbeRun(probe, result, started, Clock.Now), cancellationToken) is { } next) _due[probe] = next;
        else _due.Remove(probe);
    }
}
