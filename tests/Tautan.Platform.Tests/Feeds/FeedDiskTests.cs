using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Processes;
using static Tautan.Platform.Tests.Feeds.CopyFiles;

namespace Tautan.Platform.Tests.Feeds;

public sealed class FeedDiskTests
{
    [Fact]
    public void Full_disk_at_any_byte_loses_no_change_in_memory_and_leaves_a_whole_copy()
    {
        for (var room = 0; room < 400; room++)
        {
            using var files = new CopyFiles();
            var disk = new FullDisk();
            var table = new TextTable();
            List<IReadOnlyList<(UInt128 Id, string Text)>> states;
            using (var copy = files.Open(table, disk: disk))
            {
                Snapshot(copy, table, Epoch, 1, null, Put(0, 1, "first"));
                states = [table.Texts];
                disk.Room = room;
                for (var revision = 2; revision < 12; revision++)
                {
                    FeedEntry[] entries = [Put(revision, (ulong)revision, $"text {revision}"), Gone(revision - 2, (ulong)revision)];
                    Change(copy, table, (ulong)revision, entries);
                    states.Add(table.Texts);
                }

                copy.DiskProblem.ShouldBe("No space left on device");
                copy.Position.ShouldBe(new FeedPosition(Epoch, 11));
                copy.Index.Digest.ShouldBe(DigestOf(table));
            }

            var (position, texts) = files.Reopened();
            texts.ShouldBe(states[(int)position.Revision - 1], $"room for {room}");
        }
    }

    [Fact]
    public void Snapshot_begins_anew_once_there_is_room()
    {
        using var files = new CopyFiles();
        var disk = new FullDisk();
        var table = new TextTable();
        using (var copy = files.Open(table, disk: disk))
        {
            Snapshot(copy, table, Epoch, 1, null, Put(1, 1, "a"));
            disk.Room = 0;
            copy.Append([Put(2, 2, "lost on disk")], 2);
            disk.Room = long.MaxValue;
            copy.Append([Put(3, 3, "not written into a gap")], 3);
            files.Reopened().Position.Revision.ShouldBe(1UL);

            Snapshot(copy, table, Epoch, 3, null, Put(1, 1, "a"), Put(2, 2, "b"), Put(3, 3, "c"));
            copy.DiskProblem.ShouldBeNull();
            copy.Append([Put(4, 4, "d")], 4);
        }

        files.Reopened().Texts.ShouldBe([(1, "a"), (2, "b"), (3, "c"), (4, "d")]);
    }

    [Fact]
    public void Full_disk_in_a_snapshot_at_any_byte_leaves_the_old_copy_or_the_new_one()
    {
        var outcomes = new HashSet<string>();
        for (var room = 0; room < 420; room++)
        {
            using var files = new CopyFiles();
            var disk = new FullDisk();
            var table = new TextTable();
            using (var copy = files.Open(table, disk: disk))
            {
                Snapshot(copy, table, Epoch, 1, null, Put(1, 1, "old"));
                disk.Room = room;
                try
                {
                    Snapshot(copy, table, Another, 7, null, Put(1, 6, "new"), Put(2, 7, "more"));
                    table.Texts.ShouldBe([(1, "new"), (2, "more")]);
                    copy.Position.ShouldBe(new FeedPosition(Another, 7));
                    outcomes.Add(copy.DiskProblem is null ? "taken" : "in memory alone");
                    copy.Append([Put(3, 8, "and on")], 8);
                    copy.Index.Count.ShouldBe(3);
                }
                catch (IOException)
                {
                    table.Texts.ShouldBe([(1, "old")]);
                    copy.Position.ShouldBe(new FeedPosition(Epoch, 1));
                    outcomes.Add("refused");
                }
            }

            var (position, texts) = files.Reopened();
            if (position.Epoch == Epoch)
                texts.ShouldBe([(1, "old")]);
            else
                texts.Take(2).ShouldBe([(1, "new"), (2, "more")]);
            File.Exists(files.Base + ".new").ShouldBeFalse();
        }

        outcomes.Order().ShouldBe(["in memory alone", "refused", "taken"]);
    }

    [Fact]
    public void Compaction_without_room_loses_nothing()
    {
        using var files = new CopyFiles();
        var disk = new FullDisk();
        var table = new TextTable();
        using (var copy = files.Open(table, compactAt: 500, disk))
        {
            Snapshot(copy, table, Epoch, 1, null, Put(0, 1, "a"));
            disk.Room = 600;
            for (var revision = 2; copy.DiskProblem is null; revision++)
                copy.Append([Put(revision, (ulong)revision, "text")], (ulong)revision);
            copy.Append([], 1000);
            copy.Position.Revision.ShouldBe(1000UL);
        }

        var (position, texts) = files.Reopened();
        texts.Count.ShouldBe((int)position.Revision);
        new FileInfo(files.Log).Length.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Entry_that_rotted_on_disk_does_not_stop_the_copy()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using var copy = files.Open(table, compactAt: 400);
        Snapshot(copy, table, Epoch, 2, null, Put(1, 1, "rots"), Put(2, 2, "stays"));
        var bytes = File.ReadAllBytes(files.Base);
        bytes[bytes.AsSpan().IndexOf("rots"u8)] ^= 1;
        File.WriteAllBytes(files.Base, bytes);

        for (var revision = 3; revision < 20; revision++)
            copy.Append([Put(revision, (ulong)revision, "text")], (ulong)revision);

        // Nothing was noticed in memory; the digest will differ after a restart.
        copy.Index.Count.ShouldBe(19);
        files.Reopened().Texts.Count.ShouldBe(18);
    }

    [Fact]
    public void Folder_that_cannot_be_written_still_gives_what_is_in_it()
    {
        using var files = new CopyFiles();
        var table = new TextTable();
        using (var copy = files.Open(table))
        {
            Snapshot(copy, table, Epoch, 1, null, Put(1, 1, "a"));
            copy.Append([Put(2, 2, "b")], 2);
        }

        table = new TextTable();
        using var reader = files.Open(table, disk: new ReadOnlyDisk());

        reader.DiskProblem.ShouldNotBeNull();
        table.Texts.ShouldBe([(1, "a"), (2, "b")]);
        reader.Position.Revision.ShouldBe(2UL);
        reader.Append([Put(3, 3, "c")], 3);
        reader.Position.Revision.ShouldBe(3UL);
    }

    [Fact]
    public void Snapshot_that_the_disk_has_no_room_for_is_gathered_in_memory()
    {
        foreach (var room in new[] { 0, 7, 60, 69_000, 70_200, 140_300, 200_000 })
        {
            using var files = new CopyFiles();
            var disk = new FullDisk { Room = room };
            var table = new TextTable();
            using var copy = files.Open(table, disk: disk);
            using var snapshot = copy.BeginSnapshot(Epoch, orMemory: true);
            for (var id = 1; id <= 3; id++)
                snapshot.Add(Put(id, (ulong)id, new string((char)('a' + id), 70_000)));
            snapshot.Finish(3);
            copy.Replace(snapshot, null, table);

            table.Texts.Select(text => (text.Id, text.Text[0], text.Text.Length)).ShouldBe([(1, 'b', 70_000), (2, 'c', 70_000), (3, 'd', 70_000)]);
            copy.Position.ShouldBe(new FeedPosition(Epoch, 3));
            copy.DiskProblem.ShouldBe("No space left on device");
        }
    }

    [Fact]
    public void Base_is_on_the_platter_before_its_name_and_its_name_before_the_log_is_emptied()
    {
        using var files = new CopyFiles();
        var disk = new RecordingDisk();
        var table = new TextTable();
        using var copy = files.Open(table, compactAt: 200, disk);
        Snapshot(copy, table, Epoch, 1, null, Put(1, 1, "a"));
        string[] taken = ["flush links.base.new", "name links.base", "flush directory"];
        disk.Steps.ShouldBe([.. taken, "flush directory", "empty links.log", "flush links.log"]);

        // And so when it is compacted.
        disk.Steps.Clear();
        for (var revision = 2UL; disk.Steps.Count == 0; revision++)
            Change(copy, table, revision, Put(1, revision, $"text {revision}"));
        disk.Steps.ShouldBe([.. taken, "empty links.log", "flush links.log"]);
    }

    [Fact]
    public async Task Kernel_that_refuses_to_write_ends_neither_the_process_nor_the_copy()
    {
        using var files = new CopyFiles();

        // The runtime's own executable pages are a file too, unless they are told not to be.
        var output = await ChildProcess.RunAfterAsync("export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 200", nameof(SmallDisk), files.Directory);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["IOException", "problem", "2000"]);
        var (position, texts) = files.Reopened();
        position.Revision.ShouldBeInRange(2UL, 1999UL);
        texts.Count.ShouldBe((int)position.Revision);
    }

    private static Bits128 DigestOf(TextTable table) => table.Entries.Aggregate(
        default(Bits128),
        (digest, entry) => digest ^ FeedHash.Of(entry.Key, Encoding.UTF8.GetBytes(entry.Value.Text)));

    private sealed class RecordingDisk : FeedDisk
    {
        public List<string> Steps { get; } = [];

        public override FileStream Write(string path) => new Recorded(this, path);

        public override void Replace(string path, string with)
        {
            Steps.Add($"name {Path.GetFileName(path)}");
            base.Replace(path, with);
        }

        public override void FlushDirectory(string path)
        {
            Steps.Add("flush directory");
            base.FlushDirectory(path);
        }

        private sealed class Recorded(RecordingDisk disk, string path)
            : FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
        {
            public override void Flush(bool flushToDisk)
            {
                if (flushToDisk)
                    disk.Steps.Add($"flush {Path.GetFileName(Name)}");
                base.Flush(flushToDisk);
            }

            public override void SetLength(long value)
            {
                if (Path.GetFileName(Name) == "links.log")
                    disk.Steps.Add("empty links.log");
                base.SetLength(value);
            }
        }
    }

    private sealed class ReadOnlyDisk : FeedDisk
    {
        public override FileStream Write(string path) => throw new UnauthorizedAccessException("Read-only file system");
    }
}
