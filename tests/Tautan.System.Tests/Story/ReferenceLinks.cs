using System.Collections.Concurrent;

namespace Tautan.SystemTests.Story;

/// <summary>What each link was and is, by the clock of those who change it: what a redirect may answer.</summary>
/// <param name="oldest">For how long, after a change was answered, what was before may still be seen.</param>
internal sealed class ReferenceLinks(TimeSpan oldest)
{
    private readonly ConcurrentDictionary<string, List<Value>> _links = new();

    /// <summary>Somebody is about to change a link: from now on the new answer may be seen.</summary>
    /// <returns>To be called once the change was answered: from then on the answer before is old.</returns>
    public Action Changing(string slug, string answer)
    {
        var values = _links.GetOrAdd(slug, _ => [new Value("404")]);
        lock (values)
        {
            var before = values[^1];
            values.Add(new Value(answer));
            return () => before.ReplacedAt = Environment.TickCount64;
        }
    }

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    /// <param name="slug">The link.</param>
    /// <param name="answer">Where it led.</param>
    /// <param name="askedAt">The clock (<see cref="Environment.TickCount64"/>) when it was asked for.</param>
    public string? Fault(string slug, string answer, long askedAt)
    {
        var values = _links[slug];
        lock (values)
        {
            // Of the same answer twice, the later one is meant.
            if (values.FindLast(value => value.Answer == answer) is not { } seen)
                return $"{slug} led to {answer}, where it never did";
            var age = askedAt - seen.ReplacedAt;
            return age > oldest.TotalMilliseconds ? $"{slug} led to {answer} {age} ms after that had changed to {values[^1].Answer}" : null;
        }
    }

    private sealed class Value(string answer)
    {
        public string Answer => answer;

        /// <summary>When a change to another one had been answered.</summary>
        public long ReplacedAt { get; set; } = long.MaxValue;
    }
}
