using Tautan.Platform.Feeds;
using static Tautan.Platform.Tests.Feeds.CopyFiles;

namespace Tautan.Platform.Tests.Feeds;

public sealed class FeedCopyTests
{
    [Fact]
    public void What_was_taken_in_is_there_after_a_restart()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table))
        {
            Snapshot(copy, table, Epoch, 5, null, Put(1, 2, "a"), Put(2, 5, "b"));
            Change(copy, table, 7, Put(3, 6, "c"), Gone(1, 7));
            copy.Append([], 9);
        }

        var (position, texts) = files.Reopened();

        position.ShouldBe(new FeedPosition(Epoch, 9));
        texts.ShouldBe([(2, "b"), (3, "c")]);
        texts.ShouldBe(table.Texts);
    }

    [Fact]
    public void Without_files_there_is_nothing_and_nothing_is_made()
    {
        using var files = new CopyFiles();

        files.Reopened().Position.ShouldBe(FeedPosition.None);

        Directory.GetFiles(files.Directory).ShouldBeEmpty();
    }

    [Fact]
    public void Log_cut_at_any_byte_is_whole_up_to_some_change()
    {
        using var written = new CopyFiles();
        var states = WriteThreeChanges(written);
        var log = File.ReadAllBytes(written.Log);

        for (var cut = 0; cut <= log.Length; cut++)
        {
            using var files = Copied(written, log.AsSpan(0, cut));
            var expected = states.Last(state => state.End <= cut);
            var table = new TextTable();
            using (var copy = files.Open(table))
            {
                copy.Position.Revision.ShouldBe(expected.Revision, $"cut at {cut}");
                table.Texts.ShouldBe(expected.Texts, $"cut at {cut}");
                copy.TornBytes.ShouldBe(expected.End == 0 ? 0 : cut - expected.End, $"cut at {cut}");
                copy.Damaged.ShouldBeNull();
                copy.Append([Put(9, 99, "after")], 99);
            }

            files.Reopened().Texts.ShouldBe([.. expected.Texts, ((UInt128)9, "after")], $"cut at {cut}");
        }
    }

    [Fact]
    public void Log_damaged_at_any_byte_is_whole_up_to_the_change_before()
    {
        using var written = new CopyFiles();
        var states = WriteThreeChanges(written);
        var log = File.ReadAllBytes(written.Log);

        for (var at = 0; at < log.Length; at++)
        {
            var damaged = (byte[])log.Clone();
            damaged[at] ^= 0x40;
            using var files = Copied(written, damaged);

            var expected = states.Last(state => state.End <= at);
            var (position, texts) = files.Reopened();
            position.Revision.ShouldBe(expected.Revision, $"damaged at {at}");
            texts.ShouldBe(expected.Texts, $"damaged at {at}");
        }
    }

    [Fact]
    public void Base_cut_or_damaged_at_any_byte_is_put_aside_and_named()
    {
        using var written = new CopyFiles();
        WriteThreeChanges(written);
        var bytes = File.ReadAllBytes(written.Base);

        for (var at = 0; at < bytes.Length; at++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= 0x40;
            foreach (var damaged in new[] { bytes[..at], flipped })
            {
                using var files = Copied(written, File.ReadAllBytes(written.Log));
                File.WriteAllBytes(files.Base, damaged);
                var table = new TextTable();
                using (var copy = files.Open(table))
                {
                    copy.Position.ShouldBe(FeedPosition.None, $"at {at}");
                    copy.Index.Count.ShouldBe(0);
                    table.Texts.ShouldBeEmpty();
                    File.ReadAllBytes(copy.Damaged!).ShouldBe(damaged);
                    Snapshot(copy, table, Another, 1, null, Put(1, 1, "new"));
                }

                files.Reopened().Texts.ShouldBe([(1, "new")]);
            }
        }
    }

    [Fact]
    public void Compaction_keeps_everything_and_forgets_what_was_replaced()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table, compactAt: 2_000))
        {
            Snapshot(copy, table, Epoch, 1, null, Put(0, 1, "kept from the first snapshot"));
            for (var revision = 2; revision <= 500; revision++)
            {
                FeedEntry[] entries = revision % 7 == 0 ? [Gone(revision % 20, (ulong)revision)] : [Put(1 + (revision % 20), (ulong)revision, $"text {revision}")];
                Change(copy, table, (ulong)revision, entries);
                new FileInfo(files.Log).Length.ShouldBeLessThan(2_200);
            }

            copy.DiskProblem.ShouldBeNull();
        }

        files.Reopened().Texts.ShouldBe(table.Texts);
        new FileInfo(files.Base).Length.ShouldBeLessThan(3_000);
        Directory.GetFiles(files.Directory).Order().ShouldBe([files.Base, files.Log]);
    }

    [Fact]
    public void Entry_that_returns_to_what_it_was_is_kept_once_and_as_it_came_last()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table, compactAt: 1_000))
        {
            Snapshot(copy, table, Epoch, 1, null, Put(1, 1, "on"), Put(2, 1, "still"));
            for (var revision = 2UL; revision <= 501; revision++)
                Change(copy, table, revision, Put(1, revision, revision % 2 == 0 ? "off" : "on"));
        }

        new FileInfo(files.Base).Length.ShouldBeLessThan(250);
        var again = new TextTable();
        using (files.Open(again))
            again.Told.OrderBy(told => told.Key.Id.Number()).ShouldBe([(Put(1, 0, "").Key, 501UL, false), (Put(2, 0, "").Key, 1UL, false)]);
    }

    [Fact]
    public void Copy_larger_than_a_block_is_read_whole()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table, compactAt: 1 << 30))
        {
            Snapshot(copy, table, Epoch, 5, null, [.. Enumerable.Range(0, 3000).Select(id => Put(id, 1, new string('x', id % 700)))]);
            Change(copy, table, 6, Put(1, 6, new string('y', 3_000_000)), Put(2, 6, "small"));
            Change(copy, table, 7, [.. Enumerable.Range(1000, 1000).Select(id => Put(id, 7, new string('z', id % 900)))]);
        }

        files.ShouldReopenAs((new FeedPosition(Epoch, 7), table.Texts));
    }

    [Fact]
    public void Crash_between_a_new_base_and_its_log_loses_nothing()
    {
        using var files = new CopyFiles();
        WriteThreeChanges(files);
        var oldLog = File.ReadAllBytes(files.Log);
        var before = files.Reopened();
        using (var copy = files.Open(new TextTable(), compactAt: 1))
            copy.Append([], before.Position.Revision);
        new FileInfo(files.Log).Length.ShouldBeLessThan(oldLog.Length);

        // The base was renamed, the log not yet emptied.
        File.WriteAllBytes(files.Log, oldLog);
        files.ShouldReopenAs(before);

        // Emptied, and its header not yet written.
        File.WriteAllBytes(files.Log, []);
        files.ShouldReopenAs(before);

        File.Delete(files.Log);
        files.ShouldReopenAs(before);
    }

    [Fact]
    public void Crash_before_a_new_base_is_in_place_leaves_the_old_one()
    {
        using var files = new CopyFiles();
        WriteThreeChanges(files);
        var before = files.Reopened();
        File.WriteAllBytes(files.Base + ".new", File.ReadAllBytes(files.Base)[..20]);

        files.ShouldReopenAs(before);

        var table = new TextTable();
        using (var copy = files.Open(table))
            Snapshot(copy, table, Another, 1, null, Put(7, 1, "x"));
        files.Reopened().Texts.ShouldBe([(7, "x")]);
        Directory.GetFiles(files.Directory).Order().ShouldBe([files.Base, files.Log]);
    }

    [Fact]
    public void Log_without_its_base_is_not_believed()
    {
        using var files = new CopyFiles();
        WriteThreeChanges(files);
        File.Delete(files.Base);

        files.Reopened().Position.ShouldBe(FeedPosition.None);
    }

    [Fact]
    public void Snapshot_tells_only_what_differs_and_what_goes_before_what_comes()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using var copy = files.Open(table);
        Snapshot(copy, table, Epoch, 3, null, Put(1, 1, "same"), Put(2, 2, "old"), Put(3, 3, "gone"));
        var told = table.Told.Count;

        Snapshot(copy, table, Epoch, 9, null, Put(1, 7, "same"), Put(2, 8, "new"), Put(4, 9, "more"));

        table.Told.Skip(told).Select(one => ((int)one.Key.Id.Number(), one.Deleted)).ShouldBe([(3, true), (2, false), (4, false)]);
        table.Texts.ShouldBe([(1, "same"), (2, "new"), (4, "more")]);
    }

    [Fact]
    public void Abandoned_snapshot_leaves_no_trace()
    {
        using var files = new CopyFiles();
        WriteThreeChanges(files);
        var before = files.Reopened();
        using (var copy = files.Open(new TextTable()))
        {
            using var snapshot = copy.BeginSnapshot(Another);
            snapshot.Add(Put(1, 1, new string('x', 200_000)));
        }

        files.ShouldReopenAs(before);
        Directory.GetFiles(files.Directory).Order().ShouldBe([files.Base, files.Log]);
    }

    [Fact]
    public void Held_back_snapshot_keeps_what_it_lacks_and_is_still_held_after_restart_and_compaction()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        var held = new HeldSnapshot(Another, 2, 2, 3);
        using (var copy = files.Open(table))
        {
            Snapshot(copy, table, Epoch, 50, null, Put(1, 1, "a"), Put(2, 2, "b"));
            Change(copy, table, 51, Put(3, 51, "c"));
            Snapshot(copy, table, Another, 2, held, Put(1, 1, "changed"), Put(4, 2, "d"));
            table.Texts.ShouldBe([(1, "changed"), (2, "b"), (3, "c"), (4, "d")]);
        }

        var again = new TextTable();
        using (var copy = files.Open(again, compactAt: 1))
        {
            copy.Held.ShouldBe(held);
            copy.Position.ShouldBe(new FeedPosition(Another, 2));
            again.Texts.ShouldBe(table.Texts);
            Change(copy, again, 3, Gone(1, 3));
        }

        using (var copy = files.Open(again))
        {
            copy.Held.ShouldBe(held);
            Snapshot(copy, again, Another, 4, null, Put(4, 2, "d"));
            copy.Held.ShouldBeNull();
        }

        using (var copy = files.Open(new TextTable()))
            copy.Held.ShouldBeNull();
        files.Reopened().Texts.ShouldBe([(4, "d")]);
    }

    private static List<(long End, ulong Revision, IReadOnlyList<(UInt128 Id, string Text)> Texts)> WriteThreeChanges(CopyFiles files)
    {
        var table = new TextTable();
        using var copy = files.Open(table);
        Snapshot(copy, table, Epoch, 5, null, Put(1, 2, "a"), Put(2, 5, "b"));
        var states = new List<(long End, ulong Revision, IReadOnlyList<(UInt128 Id, string Text)> Texts)> { (0, 5, table.Texts), (new FileInfo(files.Log).Length, 5, table.Texts) };
        FeedEntry[][] changes = [[Put(3, 6, "c")], [Gone(1, 7), Put(2, 8, "b again")], []];
        for (var index = 0; index < changes.Length; index++)
        {
            Change(copy, table, 8 + (ulong)index, changes[index]);
            states.Add((new FileInfo(files.Log).Length, 8 + (ulong)index, table.Texts));
        }

        return states;
    }

    private static CopyFiles Copied(CopyFiles files, ReadOnlySpan<byte> log)
    {
        var copied = new CopyFiles();
        File.Copy(files.Base, copied.Base);
        File.WriteAllBytes(copied.Log, log);
        return copied;
    }
}
