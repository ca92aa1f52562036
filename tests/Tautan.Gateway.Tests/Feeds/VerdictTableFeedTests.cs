using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Gateway.Feeds;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;

namespace Tautan.Gateway.Tests.Feeds;

/// <summary>What a source could not write lies over what it has written.</summary>
public sealed class VerdictTableFeedTests
{
    private readonly VerdictTable _table = new();
    private readonly VerdictTableFeed _feed;

    public VerdictTableFeedTests() => _feed = new VerdictTableFeed(_table, NullLogger<VerdictTableFeed>.Instance);

    [Fact]
    public void Unwritten_verdict_counts_until_it_is_taken_back()
    {
        _feed.Apply([Entry(1, Verdict.Up), Entry(2, Verdict.Down)]);
        _feed.ApplyUnwritten([Entry(1, Verdict.Down), Entry(2, Verdict.Up), Entry(3, Verdict.Down)]);
        Down().ShouldBe([1, 3]);
        _feed.ApplyUnwritten([Entry(3, Verdict.Down)]);
        Down().ShouldBe([2, 3]);
        _feed.ApplyUnwritten([]);
        Down().ShouldBe([2]);
    }

    [Fact]
    public void What_was_written_meanwhile_stays()
    {
        _feed.ApplyUnwritten([Entry(1, Verdict.Down), Entry(2, Verdict.Down)]);
        _feed.Apply([Entry(1, Verdict.Down)]);
        _feed.ApplyUnwritten([]);
        Down().ShouldBe([1]);
    }

    [Fact]
    public void What_is_unwritten_for_long_remembers_what_was_written_first()
    {
        for (var times = 0; times < 3; times++)
            _feed.ApplyUnwritten([Entry(1, Verdict.Down)]);
        _feed.ApplyUnwritten([]);
        Down().ShouldBeEmpty();
    }

    private static FeedKey Key(int number) => new(VerdictFeedKeys.TargetKind, (UInt128)number);

    private static FeedEntry Entry(int number, Verdict verdict) => new(Key(number), 1, false, new VerdictRecord { Verdict = verdict }.ToByteArray());

    private IEnumerable<int> Down() => Enumerable.Range(1, 3).Where(number => _table.IsDown(_table.Shorten(Key(number))));
}
