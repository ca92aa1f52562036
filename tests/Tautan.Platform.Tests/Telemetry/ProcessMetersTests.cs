using System.Diagnostics.Metrics;
using Tautan.Platform.Telemetry;

namespace Tautan.Platform.Tests.Telemetry;

public sealed class ProcessMetersTests : IDisposable
{
    private readonly string _name = $"Test.{Guid.NewGuid():n}";
    private readonly ProcessMeters _meters = new();
    private readonly MeterListener _listener = new();
    private readonly List<(string Instrument, object? Service, double Value)> _measured = [];

    public ProcessMetersTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == _name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Measured(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Measured(instrument, value));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Counter_of_a_restarted_host_is_the_same_counter()
    {
        var first = Restarted("links").CreateCounter<long>("created");
        first.Add(1);

        var second = Restarted("links").CreateCounter<long>("created");
        second.Add(2);
        first.Add(4);

        second.ShouldBeSameAs(first);
        _measured.ShouldBe([("created", "links", 1), ("created", "links", 2), ("created", "links", 4)]);
    }

    [Fact]
    public void Services_with_a_meter_of_the_same_name_are_told_apart()
    {
        Restarted("links").CreateCounter<long>("written").Add(1);
        Restarted("health").CreateCounter<long>("written").Add(2);

        _measured.ShouldBe([("written", "links", 1), ("written", "health", 2)]);
    }

    [Fact]
    public void Gauge_of_a_restarted_host_takes_the_place_of_the_old_one()
    {
        var old = new WeakReference(null);
        RegisterOld(old);
        _listener.RecordObservableInstruments();
        _measured.ShouldBe([("targets", "links", 1)]);

        ((IObservations)_meters.For("links")).Gauge(_name, "targets", () => 2);
        _measured.Clear();
        _listener.RecordObservableInstruments();

        _measured.ShouldBe([("targets", "links", 2)]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        old.IsAlive.ShouldBeFalse("what the old host measured is kept alive");
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void RegisterOld(WeakReference old)
    {
        var host = new List<int> { 1 };
        old.Target = host;
        ((IObservations)_meters.For("links")).Gauge(_name, "targets", () => host.Count);
    }

    // A host asks for its factory and for its meter, and disposes of the factory when it stops.
    private Meter Restarted(string service)
    {
        using var factory = _meters.For(service);
        return factory.Create(new MeterOptions(_name));
    }

    private void Measured(Instrument instrument, double value) =>
        _measured.Add((instrument.Name, instrument.Meter.Tags!.Single(tag => tag.Key == "tautan.service").Value, value));
}
