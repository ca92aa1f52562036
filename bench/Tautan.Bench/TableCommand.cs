using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Gateway.Feeds;
using Tautan.Gateway.Table;
using Tautan.Platform.Feeds;

namespace Tautan.Bench;

/// <summary>What a table of links costs: its bytes, and the time until it is read from the disk.</summary>
internal static class TableCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--links") { DefaultValueFactory = _ => 1_000_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var command = new Command("table", "Load generated links from the disk into the table.") { count, rounds };
        command.SetAction(arguments => Measure(arguments.GetValue(count), arguments.GetValue(rounds)));
        return command;
    }

    private static void Measure(int count, int rounds)
    {
        var directory = Directory.CreateTempSubdirectory("tautan-table-").FullName;
        try
        {
            CopyCommand.Write(directory, count);
            var text = Enumerable.Range(0, count).Sum(number => (double)GeneratedLinks.Slug(number).Length + GeneratedLinks.Url(number).Length);
            var size = 0L;
            var loads = Enumerable.Range(0, rounds).Select(_ => Load(directory, out size)).OrderBy(load => load.Cpu).ToList();
            var (elapsed, cpu) = loads[loads.Count / 2];
            Console.WriteLine($"bytes a byte of slugs and URLs ({text / count:F0} a link)  {size / text:F2}");
            Console.WriteLine($"from disk, s  {elapsed:F2}");
            Console.WriteLine($"CPU, s  {cpu:F2}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static (double Elapsed, double Cpu) Load(string directory, out long size)
    {
        var table = new LinkTable(new DomainTable(), new VerdictTable());
        using var copy = new FeedCopy(directory, "links");
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        copy.Load(new LinkTableFeed(table, NullLogger<LinkTableFeed>.Instance));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        size = table.Size;
        if (table.Count != copy.Index.Count)
            throw new InvalidOperationException($"Of {copy.Index.Count} links {table.Count} were loaded.");
        return (elapsed, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }
}
