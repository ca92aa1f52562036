using Microsoft.Extensions.Logging.Abstractions;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Tests.Feeds;

/// <summary>A follower with its table; a new one in the same directory is the same follower after a restart.</summary>
internal sealed class TestFollower : IAsyncDisposable
{
    private readonly FeedFollower _follower;

    private TestFollower(FeedPipe pipe, TextTable table, FeedFollower follower)
    {
        Pipe = pipe;
        Table = table;
        _follower = follower;
    }

    public FeedPipe Pipe { get; }

    public TextTable Table { get; }

    public FeedStatus Status => _follower.Status;

    public FeedPosition Position => _follower.Position;

    public static Task<TestFollower> StartAsync(string directory, FeedAnswer source, bool keepMissing = false, TimeProvider? time = null, FeedDisk? disk = null) =>
        StartAsync(directory, () => source, new TextTable(), keepMissing, time, disk);

    /// <param name="directory">Where its copy lies.</param>
    /// <param name="source">Who answers it, asked for each stream anew.</param>
    /// <param name="table">What it keeps.</param>
    /// <param name="keepMissing">As verdicts are followed; else as links.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="disk">Its disk.</param>
    public static async Task<TestFollower> StartAsync(
        string directory, Func<FeedAnswer> source, TextTable table, bool keepMissing = false, TimeProvider? time = null, FeedDisk? disk = null)
    {
        var pipe = new FeedPipe(source);
        var options = new FeedFollowerOptions("links", "gateway", "links", directory, pipe.Watch, keepMissing);
        var follower = new FeedFollower(options, pipe, table, time ?? TimeProvider.System, NullLogger<FeedFollower>.Instance, disk ?? new FeedDisk());
        await follower.StartAsync(TestContext.Current.CancellationToken);
        return new TestFollower(pipe, table, follower);
    }

    public Task<bool> HasAsync(string epoch, long revision, TimeSpan? within = null) =>
        _follower.WaitForAsync(epoch, (ulong)revision, within ?? TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
    }
}
