using Microsoft.EntityFrameworkCore;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.CertificateEnds;
using Tautan.Health.Events;
using Tautan.Health.History;
using Tautan.Health.Partitions;
using Tautan.Health.Recording;
using Tautan.Health.Targets;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;
using Tautan.Platform.Persistence;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Storage;

/// <summary>What Health remembers, in its database, of the shards that are held.</summary>
internal sealed class HealthStore(
    IDbContextFactory<HealthDb> databases,
    IUnitOfWork<HealthDb> work,
    HistoryTables tables,
    IShardMember member) : IHealthStore
{
    // A work should not keep others waiting for long.
    private const int MostAtOnce = 500;

    /// <summary>What was written of these shards, and what was written before there were any.</summary>
    public async Task<SavedStates> LoadAsync(SteadyClock clock, ShardSet shards, CancellationToken cancellationToken)
    {
        var saved = new SavedStates(clock);
        var numbers = shards.List();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await foreach (var row in db.Targets.AsNoTracking().Where(row => row.Shard == null || numbers.Contains(row.Shard.Value)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            saved.Add(FeedKey.Of(VerdictFeedKeys.TargetKind, row.Key), row.ToState(), row.Shard);
        await foreach (var row in db.Origins.AsNoTracking().Where(row => row.Shard == null || numbers.Contains(row.Shard.Value)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            saved.Add(FeedKey.Of(VerdictFeedKeys.OriginKind, row.Key), row.ToState(), row.Shard);
        await foreach (var row in db.Probes.AsNoTracking().Where(row => row.Shard == null || numbers.Contains(row.Shard.Value)).AsAsyncEnumerable().WithCancellation(cancellationToken))
            saved.Add(row.ToSaved());
        return saved;
    }

    /// <summary>Lets the clock begin no earlier than what is written: what comes after is to be newer.</summary>
    public async Task ReachAsync(SteadyClock clock, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var newest = await db.Checks.AsNoTracking().OrderByDescending(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancellationToken);
        if (newest is { } id) clock.Reach(CheckRun.MadeAt(id));
    }

    public Task SaveAsync(Changes changes, CancellationToken cancellationToken) => work.WriteAsync(async (context, token) =>
    {
        var held = await member.HeldAsync(context, token);
        if (!held.Contains(changes.Shards)) throw new LeaseLostException($"The shards {changes.Shards.Except(held)} are held by another process.");
        await tables.Checks.PutAsync(context.Db, changes.Runs.ConvertAll(Row), token);
        List<HealthEvent> events = [];
        foreach (var change in changes.Targets) await SaveAsync(context, change, events, token);
        foreach (var change in changes.Origins) await SaveAsync(context, change, events, token);
        foreach (var probe in changes.Probes) await SaveAsync(context.Db, probe, token);
        events.AddRange(changes.Events);
        await CertificateLog.WriteAsync(context.Db, changes.Certificates, events, token);
        await EventLog.AppendAsync(context, events, token);
        return true;
    }, cancellationToken);

    public async Task RemoveAsync(Removals removals, CancellationToken cancellationToken)
    {
        foreach (var keys in removals.Targets.Chunk(MostAtOnce))
            await RemoveAsync(context => context.Db.Targets, row => row.Shard, row => Announcement.Of(row.ToState()) is not null, keys, cancellationToken);
        foreach (var keys in removals.Origins.Chunk(MostAtOnce))
            await RemoveAsync(context => context.Db.Origins, row => row.Shard, row => Announcement.Of(row.ToState()) is not null, keys, cancellationToken);
        foreach (var ids in removals.Probes.Chunk(MostAtOnce))
        {
            await work.WriteAsync(async (context, token) =>
            {
                var held = await member.HeldAsync(context, token);
                foreach (var id in ids)
                {
                    if (await context.Db.Probes.FindAsync([id], token) is { } row && IsOurs(held, row.Shard)) context.Db.Probes.Remove(row);
                }

                return true;
            }, cancellationToken);
        }
    }

    private Task<bool> RemoveAsync<TRow>(
        Func<WriteContext<HealthDb>, DbSet<TRow>> rows,
        Func<TRow, int?> shard,
        Func<TRow, bool> isAnnounced,
        FeedKey[] keys,
        CancellationToken cancellationToken)
        where TRow : class => work.WriteAsync(async (context, token) =>
    {
        var held = await member.HeldAsync(context, token);
        foreach (var key in keys)
        {
            if (await rows(context).FindAsync([key.ToGuid()], token) is not { } row || !IsOurs(held, shard(row))) continue;
            rows(context).Remove(row);
            if (isAnnounced(row)) context.Feed.Remove(key);
        }

        return true;
    }, cancellationToken);

    // Of what was written before there were shards, only who holds all of them knows that no link needs it.
    private static bool IsOurs(ShardSet held, int? shard) => shard is { } known ? held.Contains(known) : held == ShardSet.All;

    private static CheckRow Row(CheckRun run)
    {
        var row = new CheckRow();
        row.Take(run);
        return row;
    }

    private static async Task SaveAsync(WriteContext<HealthDb> context, TargetChange change, List<HealthEvent> events, CancellationToken cancellationToken)
    {
        var key = change.Target.Key;
        var row = await context.Db.Targets.FindAsync([key.ToGuid()], cancellationToken);
        var before = row?.ToState();
        if (row is null) context.Db.Targets.Add(row = new TargetRow { Key = key.ToGuid(), WorkspaceId = change.Target.Workspace });
        else if (row.Version >= change.After.Version) return;
        row.Take(change.After);
        row.Shard = change.Target.Probe.Shard;
        Announce(context.Feed, key, before is null ? null : Announcement.Of(before), Announcement.Of(change.After));
        var previous = before?.Verdict ?? Verdict.Unknown;
        if (change.After.Since is not { } since || change.After.Verdict == previous) return;
        context.Db.VerdictChanges.Add(Row(change.Id, key, change.Target.Workspace, since, change.After.Verdict, change.After.Reason));
        events.Add(VerdictEvents.Of(change, previous, since));
    }

    private static async Task SaveAsync(WriteContext<HealthDb> context, OriginChange change, List<HealthEvent> events, CancellationToken cancellationToken)
    {
        var origin = change.Origin;
        var row = await context.Db.Origins.FindAsync([origin.Key.ToGuid()], cancellationToken);
        var before = row?.ToState();
        if (row is null) context.Db.Origins.Add(row = new OriginRow { Key = origin.Key.ToGuid(), WorkspaceId = origin.Workspace, Name = origin.Name });
        else if (row.Version >= change.After.Version) return;
        row.Take(change.After);
        row.Shard = origin.Shard;
        Announce(context.Feed, origin.Key, before is null ? null : Announcement.Of(before), Announcement.Of(change.After));
        var previous = before?.Verdict ?? Verdict.Unknown;
        if (change.After.Since is not { } since || change.After.Verdict == previous) return;
        context.Db.VerdictChanges.Add(Row(change.Id, origin.Key, origin.Workspace, since, change.After.Verdict, change.After.Reason));
        events.Add(VerdictEvents.Of(change, previous, since));
    }

    private static async Task SaveAsync(HealthDb db, Probe probe, CancellationToken cancellationToken)
    {
        var row = await db.Probes.FindAsync([probe.Id], cancellationToken);
        if (row is null) db.Probes.Add(row = new ProbeRow { Id = probe.Id, WorkspaceId = probe.Key.Workspace });
        row.Take(probe);
    }

    // By what was written, and not by what was in memory: between the two there may be changes that no disk took.
    private static void Announce(FeedWriter feed, FeedKey key, VerdictRecord? before, VerdictRecord? after)
    {
        if (Equals(before, after)) return;
        if (after is null) feed.Remove(key);
        else feed.Put(key, after);
    }

    private static VerdictChangeRow Row(Guid id, FeedKey key, Guid? workspace, DateTimeOffset at, Verdict verdict, string? reason) => new()
    {
        Id = id,
        Key = key.ToGuid(),
        WorkspaceId = workspace,
        At = at,
        Verdict = verdict,
        Reason = reason,
    };
}
