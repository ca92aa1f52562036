using Tautan.Platform.Feeds;
using Tautan.Platform.Tests.Feeds;

namespace Tautan.Platform.Tests.Processes;

/// <summary>A process whose files may not grow: what it writes beyond that fails in the kernel, as on a disk that is full.</summary>
internal static class SmallDisk
{
    /// <summary>Fills a copy in this directory beyond the limit, tries a snapshot on top, and goes on in memory.</summary>
    public static Task RunAsChildAsync(string[] arguments)
    {
        var table = new TextTable();
        using (var copy = new FeedCopy(arguments[0], "links"))
        {
            copy.Load(table);
            CopyFiles.Snapshot(copy, table, CopyFiles.Epoch, 1, null, CopyFiles.Put(1, 1, "text"));
            for (var revision = 2; revision <= 2000; revision++)
                CopyFiles.Change(copy, table, (ulong)revision, CopyFiles.Put(revision, (ulong)revision, new string('x', 1000)));
            try
            {
                using var snapshot = copy.BeginSnapshot(CopyFiles.Another);
                for (var revision = 2; revision <= 2000; revision++)
                    snapshot.Add(CopyFiles.Put(revision, (ulong)revision, new string('x', 1000)));
            }
            catch (IOException exception)
            {
                Console.WriteLine(exception.GetType().Name);
            }

            Console.WriteLine(copy.DiskProblem is null ? "no problem" : "problem");
            Console.WriteLine(copy.Index.Count);
        }

        return Task.CompletedTask;
    }
}
