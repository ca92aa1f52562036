using FsCheck;
using FsCheck.Fluent;
using Tautan.Platform.Feeds;
using static Tautan.Platform.Tests.Feeds.CopyFiles;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A copy beside a dictionary, through everything that can happen to it in any order.</summary>
public sealed class FeedCopyModelTests
{
    [Fact]
    public void Copy_equals_what_it_was_told_whatever_happens_to_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(80));

    private static void Run(byte[] steps)
    {
        using var files = new CopyFiles();
        var disk = new FullDisk();
        var model = new TextTable();
        var table = new TextTable();
        var copy = files.Open(table, compactAt: 300, disk);
        Snapshot(copy, table, Epoch, 1, null);
        model.Apply([]);
        var revision = 1UL;
        try
        {
            foreach (var step in steps)
            {
                revision++;
                var id = step / 8 % 8;
                switch (step % 8)
                {
                    case <= 3:
                        FeedEntry[] entries = [Put(id, revision, $"{revision}"), Put(id + 8, revision + 1, "pair")];
                        model.Apply(entries);
                        Change(copy, table, ++revision, entries);
                        break;
                    case 4:
                        model.Apply([Gone(id, revision)]);
                        Change(copy, table, revision, Gone(id, revision));
                        break;
                    case 5:
                        model.Apply([Gone(id, revision), Put(99, revision, "by snapshot")]);
                        Snapshot(copy, table, Epoch, revision, null, [.. model.Entries.Select(entry => Put((int)entry.Key.Id.Number(), entry.Value.Revision, entry.Value.Text))]);
                        break;
                    case 6:
                        model.Apply([Put(50 + id, revision, "held")]);
                        Snapshot(copy, table, Epoch, revision, new HeldSnapshot(Epoch, revision, 1, 1), Put(50 + id, revision, "held"));
                        break;
                    default:
                        copy.Dispose();
                        File.AppendAllBytes(files.Log, [.. Enumerable.Repeat(step, id)]);
                        table = new TextTable();
                        copy = files.Open(table, compactAt: 300, disk);
                        copy.Damaged.ShouldBeNull();
                        break;
                }

                copy.DiskProblem.ShouldBeNull();
                table.Texts.ShouldBe(model.Texts);
                copy.Index.Count.ShouldBe(model.Texts.Count);
            }
        }
        finally
        {
            copy.Dispose();
        }

        files.Reopened().Texts.ShouldBe(model.Texts);
    }
}
