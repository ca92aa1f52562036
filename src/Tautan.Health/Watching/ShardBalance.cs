using Microsoft.Extensions.Logging;
using Tautan.Health.Seeing;
using Tautan.Health.Timing;
using Tautan.Platform.Persistence.Leases;

namespace Tautan.Health.Watching;

/// <summary>
/// Sees to it that this process watches its part of the shards (ADR 8): begins with what it gained, and gives away what has become too much. One move after another;
/// what is gained meanwhile waits, and that this process lives is said all the while.
/// </summary>
internal sealed partial class ShardBalance(WatchSession session, IShardMember member, ForeignWitnesses witnesses, SteadyClock clock, ILogger<ShardBalance> logger)
{
    private ShardSet _takenOver;

    /// <summary>Balances until it is cancelled, or throws what ended it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var move = Task.CompletedTask;
        for (; ; await Task.Delay(LeaseTimes.Default.Beat, clock.Time, cancellationToken))
        {
            // What a move did is in the next look only.
            var isIdle = move.IsCompleted;
            if (await LookAsync(cancellationToken) is not { } look || !isIdle) continue;
            await move;
            var gained = look.Held.Except(session.Registry.Held);
            if (gained.IsEmpty && look.Excess.IsEmpty) move = witnesses.RefreshAsync(session.Registry, cancellationToken);
            else move = MoveAsync(gained, look.Excess, cancellationToken);
        }
    }

    private async Task<ShardLook?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var look = await member.LookAsync(cancellationToken);
            _takenOver = _takenOver.Union(look.TakenOver);
            return look;
        }
        catch (Exception exception) when (exception is not LeaseLostException && !cancellationToken.IsCancellationRequested)
        {
            NotLooked(exception.Message);
            return null;
        }
    }

    private async Task MoveAsync(ShardSet gained, ShardSet excess, CancellationToken cancellationToken)
    {
        // Who begins with it has only started, and is not to make all probes at once for that.
        var takenOver = session.Registry.Held.IsEmpty ? ShardSet.Empty : _takenOver;
        _takenOver = ShardSet.Empty;
        if (!gained.IsEmpty) await session.GainAsync(gained, takenOver, cancellationToken);
        if (excess.IsEmpty) return;
        await session.DropAsync(excess, cancellationToken);
        await member.ReleaseAsync(excess, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shards of the work could not be looked at; it is tried again: {Problem}")]
    private partial void NotLooked(string problem);
}
