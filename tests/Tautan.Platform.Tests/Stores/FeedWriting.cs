using Google.Protobuf.WellKnownTypes;
using Tautan.Contracts.Feeds;

namespace Tautan.Platform.Tests.Stores;

/// <summary>What tests say to a feed: text under small keys.</summary>
internal static class FeedWriting
{
    public static FeedKey Key(int id) => new(1, (UInt128)(uint)id);

    public static Task<long> PutAsync(this TestStore store, int id, string text) => store.Work.WriteAsync(
        (context, _) => Task.FromResult(context.Feed.Put(Key(id), new StringValue { Value = text })),
        TestContext.Current.CancellationToken);

    public static Task<long> RemoveAsync(this TestStore store, int id) => store.Work.WriteAsync(
        (context, _) => Task.FromResult(context.Feed.Remove(Key(id))),
        TestContext.Current.CancellationToken);

    /// <summary>Puts many in one work.</summary>
    public static Task<long> PutManyAsync(this TestStore store, int first, int count, string text = "x") => store.Work.WriteAsync(
        (context, _) =>
        {
            var revision = 0L;
            for (var id = first; id < first + count; id++)
                revision = context.Feed.Put(Key(id), new StringValue { Value = text });
            return Task.FromResult(revision);
        },
        TestContext.Current.CancellationToken);
}
