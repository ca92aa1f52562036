using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Tautan.Platform.Feeds;

namespace Tautan.Platform.Persistence;

internal sealed class UnitOfWork<TDb>(IDbContextFactory<TDb> factory, FeedStatements statements, FeedSignal<TDb> signal, WriteReadiness<TDb> readiness)
    : BackgroundService, IUnitOfWork<TDb>
    where TDb : TautanDb
{
    private const int MostInGroup = 512;

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(16_384) { SingleReader = true });

    public async Task<T> WriteAsync<T>(Func<WriteContext<TDb>, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var item = new Item<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new OperationCanceledException("The service is stopping.");
        }

        return await item.Result;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    // What was queued when the service stops is still written; the loop ends with the queue.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task RunAsync()
    {
        var group = new List<Item>(MostInGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MostInGroup && _queue.Reader.TryRead(out var item))
            {
                if (!item.CancelIfAsked())
                    group.Add(item);
            }

            if (group.Count == 0 || await TryRunAsync(group))
                continue;
            foreach (var item in group)
                await TryRunAsync([item]);
        }
    }

    // False: all of it was undone, and each may be tried alone.
    private async Task<bool> TryRunAsync(List<Item> group)
    {
        var isCommitting = false;
        try
        {
            await using var db = await factory.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var feed = await FeedWriter.BeginAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), statements);
            var context = new WriteContext<TDb>(db, feed) { IsAlone = group.Count == 1 };
            try
            {
                foreach (var item in group)
                    await item.RunAsync(context);
                await context.FlushSharedAsync();
                await db.SaveChangesAsync();
            }
            finally
            {
                await context.DisposeSharedAsync();
            }

            await feed.FlushAsync();
            isCommitting = true;
            await transaction.CommitAsync();
            readiness.Succeeded();
            foreach (var item in group)
                item.Succeed();
            if (feed.HasChanges)
                signal.Pulse();
            return true;
        }
        catch (Exception exception)
        {
            // A connection that broke while the database committed: what was to be written may be there, and must not be written twice.
            var isUnknown = isCommitting && exception is NpgsqlException and not PostgresException;
            if (group.Count != 1 && !isUnknown)
                return false;
            readiness.Failed(exception);
            foreach (var item in group)
                item.Fail(exception);
            return true;
        }
    }

    private abstract class Item
    {
        public abstract bool CancelIfAsked();

        public abstract Task RunAsync(WriteContext<TDb> context);

        public abstract void Succeed();

        public abstract void Fail(Exception exception);
    }

    private sealed class Item<T>(Func<WriteContext<TDb>, CancellationToken, Task<T>> work, CancellationToken cancellationToken) : Item
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _value = default!;

        public Task<T> Result => _completion.Task;

        public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

        public override async Task RunAsync(WriteContext<TDb> context) => _value = await work(context, CancellationToken.None);

        public override void Succeed() => _completion.TrySetResult(_value);

        public override void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
