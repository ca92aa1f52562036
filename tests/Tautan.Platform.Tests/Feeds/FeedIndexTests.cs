using FsCheck;
using FsCheck.Fluent;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Tests.Feeds;

public sealed class FeedIndexTests
{
    [Fact]
    public void Index_equals_a_dictionary_after_any_changes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Key, byte Hash, bool Removed)[]>(), changes =>
        {
            var index = new FeedIndex();
            var reference = new Dictionary<FeedKey, FeedPlace>();
            foreach (var (number, hash, removed) in changes.Concat(changes.Reverse()).Concat(changes))
            {
                // Few enough that they stand in each other's way.
                var key = new FeedKey((byte)(1 + (number % 2)), (UInt128)number);
                if (removed)
                {
                    index.Remove(key);
                    reference.Remove(key);
                }
                else
                {
                    var place = new FeedPlace((UInt128)hash, 1u + hash);
                    index.Put(key, place);
                    reference[key] = place;
                }
            }

            index.Count.ShouldBe(reference.Count);
            index.All.OrderBy(pair => pair.Key.Id.Number()).ThenBy(pair => pair.Key.Kind).ShouldBe(reference.OrderBy(pair => pair.Key.Id.Number()).ThenBy(pair => pair.Key.Kind));
            index.Digest.ShouldBe(reference.Values.Aggregate(default(Bits128), (digest, place) => digest ^ place.Hash));
            for (var number = 0; number < 512; number++)
            {
                var key = new FeedKey((byte)(1 + (number % 2)), (UInt128)(number / 2));
                index.TryGet(key, out var place).ShouldBe(reference.TryGetValue(key, out var expected));
                place.ShouldBe(expected);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(400));

    [Fact]
    public void Keys_leave_no_gaps_and_no_growth_behind()
    {
        var index = new FeedIndex();
        for (var number = 0; number < 100_000; number++)
        {
            index.Put(new FeedKey(1, (UInt128)number), new FeedPlace((UInt128)number + 1, 1));
            if (number >= 1000)
                index.Remove(new FeedKey(1, (UInt128)number - 1000));
        }

        index.Count.ShouldBe(1000);
        index.All.Count().ShouldBe(1000);
        for (var number = 99_000; number < 100_000; number++)
            index.TryGet(new FeedKey(1, (UInt128)number), out _).ShouldBeTrue();
    }
}
