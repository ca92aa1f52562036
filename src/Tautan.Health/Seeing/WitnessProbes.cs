using System.Collections.Concurrent;
using Tautan.Health.Probing;
using Tautan.Health.Timing;

namespace Tautan.Health.Seeing;

/// <summary>
/// Asks witnesses. Each at most once in 5 s, however many verdicts wait for it: when a network goes away, thousands do.
/// </summary>
internal sealed class WitnessProbes(IProber prober, SteadyClock clock)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Url, Guid? Workspace), Asked> _asked = new();

    /// <summary>Whether any of them answers; does not wait for the others then.</summary>
    public async Task<bool> AnyAnswersAsync(IEnumerable<Witness> witnesses, CancellationToken cancellationToken)
    {
        Forget();
        var open = witnesses.Select(witness => AskAsync((witness.Url, witness.Workspace), cancellationToken)).ToList();
        while (open.Count > 0)
        {
            var done = await Task.WhenAny(open).WaitAsync(cancellationToken);
            if (await done) return true;
            open.Remove(done);
        }

        return false;
    }

    private Task<bool> AskAsync((string Url, Guid? Workspace) witness, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_asked.TryGetValue(witness, out var known))
            {
                if (!known.IsOld(clock.Steady)) return known.Answer.Value;
                _asked.TryRemove(KeyValuePair.Create(witness, known));
            }

            var asked = new Asked(() => AnswersAsync(witness, cancellationToken), clock);
            if (_asked.TryAdd(witness, asked)) return asked.Answer.Value;
        }
    }

    private async Task<bool> AnswersAsync((string Url, Guid? Workspace) witness, CancellationToken cancellationToken)
    {
        try
        {
            var result = await prober.ProbeAsync(new ProbeRequest(witness.Url, Timeout, KeepBody: false) { Workspace = witness.Workspace }, cancellationToken);
            return result.Hops.Any(hop => hop.Status is not null);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Forget()
    {
        if (_asked.Count < 1_000) return;
        foreach (var entry in _asked.Where(entry => entry.Value.IsOld(clock.Steady))) _asked.TryRemove(entry);
    }

    private sealed class Asked
    {
        private readonly Lazy<Task<bool>> _answer;
        private long _endedAt = long.MaxValue;

        public Asked(Func<Task<bool>> ask, SteadyClock clock) => _answer = new Lazy<Task<bool>>(async () =>
        {
            try
            {
                return await ask();
            }
            finally
            {
                Volatile.Write(ref _endedAt, clock.Steady.UtcTicks);
            }
        });

        public Lazy<Task<bool>> Answer => _answer;

        public bool IsOld(DateTimeOffset now) => now.UtcTicks - Witnesses.Fresh.Ticks >= Volatile.Read(ref _endedAt);
    }
}
