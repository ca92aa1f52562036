using FsCheck;
using FsCheck.Fluent;
using Tautan.Contracts.Feeds;
using Tautan.Gateway.Table;

namespace Tautan.Gateway.Tests.Table;

public sealed class VerdictTableTests
{
    [Fact]
    public void The_table_equals_a_set_after_any_changes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Key, bool Down)[]>(), changes =>
        {
            var table = new VerdictTable();
            var reference = new HashSet<byte>();
            foreach (var (key, down) in changes.Concat(changes.Reverse()).Concat(changes))
            {
                table.Set(KeyOf(table, key), down);
                _ = down ? reference.Add(key) : reference.Remove(key);
            }

            table.Count.ShouldBe(reference.Count);
            for (var key = 0; key < 256; key++)
                table.IsDown(KeyOf(table, (byte)key)).ShouldBe(reference.Contains((byte)key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task What_stays_down_is_always_seen_down_while_others_come_and_go()
    {
        var table = new VerdictTable();
        var steady = Enumerable.Range(0, 50).Select(number => KeyOf(table, number)).ToArray();
        foreach (var key in steady)
            table.Set(key, down: true);
        var isOver = false;
        var reader = Task.Run(() =>
        {
            var misses = 0;
            while (!Volatile.Read(ref isOver))
                misses += steady.Count(key => !table.IsDown(key));
            return misses;
        });
        for (var round = 0; round < 200_000; round++)
            table.Set(KeyOf(table, 1000 + (round % 500)), down: round / 500 % 2 == 0);
        Volatile.Write(ref isOver, true);
        (await reader).ShouldBe(0);
    }

    private static ulong KeyOf(VerdictTable table, int number) => table.Shorten(new FeedKey(1, (UInt128)number));
}
