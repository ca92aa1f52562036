using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tautan.Contracts;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Links;
using Tautan.Platform.Hosting;
using Tautan.Platform.Web;

namespace Tautan.Health.Tests.Api;

/// <summary>As much of the service of links as Health talks to: its feed.</summary>
internal sealed class FakeLinks : Service
{
    private readonly string _epoch = Guid.CreateVersion7().ToString();
    private readonly List<Entry> _entries = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string Name => ServiceNames.Links;

    public override IReadOnlyList<SettingsSection> Settings => [];

    public void Put(LinkRecord link) => Tell(link, deleted: false);

    public void Remove(LinkRecord link) => Tell(link, deleted: true);

    public override void Add(WebApplicationBuilder builder, ServiceEnvironment environment)
    {
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc();
    }

    public override void Map(WebApplication app) => app.MapGrpcService<Feed>().AllowCallers(ServiceNames.Health);

    private void Tell(LinkRecord link, bool deleted)
    {
        lock (_entries)
        {
            _entries.Add(new Entry
            {
                Key = ByteString.CopyFrom(LinkFeedKeys.Link(link.Id.ToGuid()).ToArray()),
                Revision = (ulong)_entries.Count + 1,
                Deleted = deleted,
                Value = deleted ? ByteString.Empty : link.ToByteString(),
            });
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private (List<Entry> Entries, Task More) After(ulong revision)
    {
        lock (_entries) return ([.. _entries.Skip((int)revision)], _more.Task);
    }

    private sealed class Feed(FakeLinks links) : LinkFeed.LinkFeedBase
    {
        public override async Task Watch(WatchRequest request, IServerStreamWriter<FeedFrame> responseStream, ServerCallContext context)
        {
            var after = request.Epoch == links._epoch ? request.After : 0;
            await responseStream.WriteAsync(new FeedFrame { Hello = new Hello { Epoch = links._epoch, Revision = after } });
            if (request.Epoch != links._epoch)
            {
                await responseStream.WriteAsync(new FeedFrame { SnapshotBegin = new SnapshotBegin { Epoch = links._epoch } });
                await responseStream.WriteAsync(new FeedFrame { SnapshotEnd = new SnapshotEnd { Revision = 0 } });
            }

            while (true)
            {
                var (entries, more) = links.After(after);
                if (entries.Count > 0)
                {
                    await responseStream.WriteAsync(new FeedFrame { Entries = new Entries { Entries_ = { entries } } });
                    after = entries[^1].Revision;
                }

                await more.WaitAsync(context.CancellationToken);
            }
        }
    }
}
