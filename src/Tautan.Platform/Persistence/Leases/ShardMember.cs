using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>A process that shares with others through the table of leases. One round of statements a beat, whatever it holds.</summary>
internal sealed partial class ShardMember<TDb> : IShardMember
    where TDb : TautanDb
{
    private readonly IUnitOfWork<TDb> _work;
    private readonly TimeProvider _time;
    private readonly LeaseTimes _times;
    private readonly ILogger _logger;
    private readonly string _id;
    private readonly string? _before;
    private readonly MemberWatch _watch;
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _watchdog;

    // What is released while one looks would else be missed as lost.
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isMember;
    private ShardSet _held;

    public ShardMember(IUnitOfWork<TDb> work, TimeProvider time, LeaseTimes times, ILogger logger, string id, string? before)
    {
        _work = work;
        _time = time;
        _times = times;
        _logger = logger;
        _id = id;
        _before = before;
        _watch = new MemberWatch(time);
        Lost = _lost.Token;
        _watchdog = time.CreateTimer(_ => Lose("it could not be renewed"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Lost { get; }

    public async Task<ShardLook> LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await LookInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ReleaseAsync(ShardSet shards, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _work.WriteAsync(async (context, token) =>
            {
                var rows = await ShardRows.ReadAsync(context.Db, token);
                foreach (var shard in rows.HeldBy(_id).Intersect(shards).List()) rows.Give(shard, "");
                return true;
            }, cancellationToken);
            _held = _held.Except(shards);
        }
        finally
        {
            _turn.Release();
        }

        Released(shards.Count);
    }

    public async ValueTask<ShardSet> HeldAsync<TWritten>(WriteContext<TWritten> context, CancellationToken cancellationToken)
        where TWritten : TautanDb
    {
        var known = context.Shared<KnownHolding>();
        return known.Held ??= await ShardRows.HeldByAsync(context.Db, _id, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        try
        {
            using var soon = new CancellationTokenSource(_times.Beat, _time);
            await _work.WriteAsync(async (context, token) =>
            {
                Leave(await ShardRows.ReadAsync(context.Db, token), _id);
                return true;
            }, soon.Token).WaitAsync(soon.Token);
        }
        catch (Exception exception)
        {
            // Others follow all the same, only later.
            NotGivenBack(exception.Message);
        }

        _lost.Dispose();
        _turn.Dispose();
    }

    private async Task<ShardLook> LookInTurnAsync(CancellationToken cancellationToken)
    {
        // Counted from before the question: what took long to be answered is as old as it is to those who watch.
        var asked = _time.GetTimestamp();
        var seen = await _work.WriteAsync(LookAsync, cancellationToken).WaitAsync(cancellationToken);
        if (seen.Look is not { } look || !look.Held.Contains(_held))
        {
            Lose("the others took this process for dead");
            throw new LeaseLostException("The shards are held by others.");
        }

        if (!look.Held.Except(_held).IsEmpty) Taken(look.Held.Except(_held).Count, look.Held.Count, look.TakenOver.Count);
        (_isMember, _held) = (true, look.Held);
        _watch.Saw(seen.Members);
        _watchdog.Change(Left(asked), Timeout.InfiniteTimeSpan);
        return look;
    }

    private static void Leave(ShardRows rows, string member)
    {
        foreach (var shard in rows.HeldBy(member).List()) rows.Give(shard, "");
        if (rows.Member(member) is { } row) rows.Remove(row);
    }

    private async Task<Seen> LookAsync(WriteContext<TDb> context, CancellationToken cancellationToken)
    {
        var rows = await ShardRows.ReadAsync(context.Db, cancellationToken);
        if (_before is not null) Leave(rows, _before);
        if (_isMember && rows.Member(_id) is null) return new Seen(null, []);
        (rows.Member(_id) ?? rows.Add(_id)).Beat++;
        foreach (var dead in rows.Members.Where(member => member.Owner != _id && _watch.IsDead(member, _times.TakeOver)).ToList()) rows.Remove(dead);

        var members = rows.Members.Select(member => (member.Owner, member.Beat)).OrderBy(member => member.Owner, StringComparer.Ordinal).ToList();
        var part = ShardPart.Of(members.FindIndex(member => member.Owner == _id), members.Count);
        var held = rows.HeldBy(_id);
        var living = members.Select(member => member.Owner).ToHashSet();
        var free = ShardSet.Of(Enumerable.Range(0, ShardSet.Shards).Where(shard => !living.Contains(rows.OwnerOf(shard))));
        var gained = free.Take(Math.Max(0, part - held.Count));
        var takenOver = ShardSet.Of(gained.List().Where(shard => rows.OwnerOf(shard).Length > 0));
        foreach (var shard in gained.List()) rows.Give(shard, _id);
        held = held.Union(gained);
        return new Seen(new ShardLook(held, takenOver, held.TakeLast(Math.Max(0, held.Count - part))), members);
    }

    private TimeSpan Left(long asked) => _times.GiveUp - _time.GetElapsedTime(asked) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Lose(string why)
    {
        LostAll(why);
        _lost.Cancel();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} more shards of the work are done here, {Held} in all; {TakenOver} of them were a dead process's.")]
    private partial void Taken(int count, int held, int takenOver);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} shards of the work are left to other processes.")]
    private partial void Released(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process's part of the work is lost: {Why}.")]
    private partial void LostAll(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process's part of the work could not be given back: {Problem}")]
    private partial void NotGivenBack(string problem);

    /// <param name="Look">Null: the others took this one for dead.</param>
    /// <param name="Members">Who lives.</param>
    private sealed record Seen(ShardLook? Look, IReadOnlyList<(string Owner, long Beat)> Members);

    // Asked once a transaction, however many works it has.
    private sealed class KnownHolding
    {
        public ShardSet? Held { get; set; }
    }
}
