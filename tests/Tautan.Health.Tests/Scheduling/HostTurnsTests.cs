using FsCheck.Fluent;
using Tautan.Health.Scheduling;
using Tautan.Health.Targets;
using Tautan.Health.Tests.Fakes;

namespace Tautan.Health.Tests.Scheduling;

public sealed class HostTurnsTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    private static ScheduledProbe Probe(int i) =>
        new(new Probe(new ProbeKey(Sample.Workspace, $"http://busy.example/{i}", TimeSpan.FromSeconds(10))));

    /// <summary>Whatever comes whenever and takes however long: each gets its turn, in order, two at a time and 250 ms apart.</summary>
    [Fact]
    public void Everybody_gets_a_turn_two_at_a_time_and_a_quarter_second_apart() => Prop
        .ForAll(
            Gen.ArrayOf(Gen.Choose(0, 3_000)).ToArbitrary(),
            Gen.ArrayOf(Gen.Choose(1, 2_000), 64).ToArbitrary(),
            (arrivals, durations) =>
            {
                var turns = new HostTurns(2, Spacing);
                var events = new PriorityQueue<(char Kind, int Index), DateTimeOffset>();
                for (var i = 0; i < arrivals.Length; i++) events.Enqueue(('a', i), DateTimeOffset.UnixEpoch.AddMilliseconds(arrivals[i]));
                var starts = new List<(ScheduledProbe Probe, DateTimeOffset At)>();
                var order = new List<ScheduledProbe>();
                var running = 0;
                while (events.TryDequeue(out var next, out var now))
                {
                    DateTimeOffset? wake;
                    if (next.Kind == 'a')
                    {
                        var probe = Probe(next.Index);
                        order.Add(probe);
                        if (turns.TryEnter("busy", probe, now, out wake)) Start(probe, now);
                    }
                    else if (next.Kind == 'w')
                    {
                        if (turns.Next("busy", now, out wake) is { } probe) Start(probe, now);
                    }
                    else
                    {
                        running--;
                        turns.Leave("busy", now, out wake);
                    }

                    if (wake is { } at) events.Enqueue(('w', 0), at);
                    if (running > 2) return false;
                }

                void Start(ScheduledProbe probe, DateTimeOffset now)
                {
                    running++;
                    starts.Add((probe, now));
                    events.Enqueue(('e', 0), now.AddMilliseconds(durations[starts.Count % durations.Length]));
                }

                return starts.Select(start => start.Probe).SequenceEqual(order)
                    && starts.Zip(starts.Skip(1)).All(pair => pair.Second.At - pair.First.At >= Spacing)
                    && turns.Count == 0;
            })
        .ShouldHold();
}
