using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>The files of a copy in a directory of their own, and short ways to write into it.</summary>
internal sealed class CopyFiles : IDisposable
{
    public const string Epoch = "0198c0de-0000-7000-8000-000000000001";
    public const string Another = "0198c0de-0000-7000-8000-000000000002";

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("tautan-copy-").FullName;

    public string Base => Path.Combine(Directory, "links.base");

    public string Log => Path.Combine(Directory, "links.log");

    public static FeedEntry Put(int id, ulong revision, string text) => new(new FeedKey(1, (UInt128)id), revision, false, Encoding.UTF8.GetBytes(text));

    public static FeedEntry Gone(int id, ulong revision) => new(new FeedKey(1, (UInt128)id), revision, true, default);

    public static void Snapshot(FeedCopy copy, TextTable table, string epoch, ulong revision, HeldSnapshot? held, params ReadOnlySpan<FeedEntry> entries)
    {
        using var snapshot = copy.BeginSnapshot(epoch);
        foreach (var entry in entries)
            snapshot.Add(entry);
        snapshot.Finish(revision);
        copy.Replace(snapshot, held, table);
    }

    /// <summary>Takes changes in as a follower does.</summary>
    public static void Change(FeedCopy copy, TextTable table, ulong revision, params FeedEntry[] entries)
    {
        table.Apply(entries);
        copy.Append(entries, revision);
    }

    public FeedCopy Open(TextTable table, long compactAt = 1 << 20, FeedDisk? disk = null)
    {
        var copy = new FeedCopy(Directory, "links", compactAt, disk);
        copy.Load(table);
        return copy;
    }

    /// <summary>What a process that starts now finds.</summary>
    public (FeedPosition Position, IReadOnlyList<(UInt128 Id, string Text)> Texts) Reopened()
    {
        var table = new TextTable();
        using var copy = Open(table);
        return (copy.Position, table.Texts);
    }

    public void ShouldReopenAs((FeedPosition Position, IReadOnlyList<(UInt128 Id, string Text)> Texts) expected)
    {
        var (position, texts) = Reopened();
        position.ShouldBe(expected.Position);
        texts.ShouldBe(expected.Texts);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
