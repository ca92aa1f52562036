using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>A lease that beats until it is given back or lost.</summary>
internal sealed partial class SharedLease<TDb> : ILease
    where TDb : TautanDb
{
    private readonly IUnitOfWork<TDb> _work;
    private readonly TimeProvider _time;
    private readonly LeaseTimes _times;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly string _owner;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _watchdog;
    private readonly Task _beating;

    public SharedLease(IUnitOfWork<TDb> work, TimeProvider time, LeaseTimes times, ILogger logger, string name, string owner, long asked)
    {
        _work = work;
        _time = time;
        _times = times;
        _logger = logger;
        _name = name;
        _owner = owner;
        Lost = _lost.Token;

        // Counted from before the question: what took long to be answered is as old as it is to those who watch.
        _watchdog = time.CreateTimer(_ => Lose("it could not be renewed"), null, Left(asked), Timeout.InfiniteTimeSpan);
        _beating = BeatAsync(_ended.Token);
    }

    public CancellationToken Lost { get; }

    public async Task EnsureHeldAsync(TautanDb db, CancellationToken cancellationToken)
    {
        var row = await db.Set<LeaseRow>().FindAsync([_name], cancellationToken);
        if (row?.Owner != _owner) throw new LeaseLostException($"The lease {_name} is held by {row?.Owner}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watchdog.DisposeAsync();
        try
        {
            using var soon = new CancellationTokenSource(_times.Beat, _time);
            await _work.WriteAsync(async (context, token) =>
            {
                var row = await context.Db.Set<LeaseRow>().FindAsync([_name], token);
                if (row?.Owner == _owner) row.Owner = "";
                return true;
            }, soon.Token).WaitAsync(soon.Token);
        }
        catch (Exception exception)
        {
            // Others follow all the same, only later.
            NotGivenBack(_name, exception.Message);
        }

        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(_times.Beat, _time, cancellationToken);
            try
            {
                var asked = _time.GetTimestamp();
                if (!await RenewAsync(cancellationToken).WaitAsync(cancellationToken))
                {
                    Lose("another process has it");
                    return;
                }

                _watchdog.Change(Left(asked), Timeout.InfiniteTimeSpan);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                NotRenewed(_name, exception.Message);
            }
        }
    }

    private Task<bool> RenewAsync(CancellationToken cancellationToken) => _work.WriteAsync(async (context, token) =>
    {
        var row = await context.Db.Set<LeaseRow>().FindAsync([_name], token);
        if (row?.Owner != _owner) return false;
        row.Beat++;
        return true;
    }, cancellationToken);

    private TimeSpan Left(long asked) => _times.GiveUp - _time.GetElapsedTime(asked) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void Lose(string why)
    {
        LostIt(_name, why);
        _lost.Cancel();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Name} is lost: {Why}.")]
    private partial void LostIt(string name, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Name} could not be renewed: {Problem}")]
    private partial void NotRenewed(string name, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Name} could not be given back: {Problem}")]
    private partial void NotGivenBack(string name, string problem);
}
