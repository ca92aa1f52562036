using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Persistence.Leases;

/// <summary>Leases between the processes of one database.</summary>
public sealed partial class SharedLeases<TDb>(IUnitOfWork<TDb> work, TimeProvider time, LeaseTimes times, ILogger<SharedLeases<TDb>> logger) : ILeases
    where TDb : TautanDb
{
    public async Task<ILease> AcquireAsync(string name, CancellationToken cancellationToken)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";
        var watched = new LeaseWatch(time);
        while (true)
        {
            try
            {
                var asked = time.GetTimestamp();
                if (await TryTakeAsync(name, owner, watched, cancellationToken))
                {
                    Taken(name, owner);
                    return new SharedLease<TDb>(work, time, times, logger, name, owner, asked);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                NotAsked(name, exception);
            }

            await Task.Delay(times.Beat, time, cancellationToken);
        }
    }

    private async Task<bool> TryTakeAsync(string name, string owner, LeaseWatch watched, CancellationToken cancellationToken)
    {
        var (taken, seenOwner, seenBeat) = await work.WriteAsync(async (context, token) =>
        {
            var leases = context.Db.Set<LeaseRow>();
            var row = await leases.FindAsync([name], token);
            if (row is null)
            {
                leases.Add(new LeaseRow { Name = name, Owner = owner, Beat = 1 });
                return (true, owner, 1L);
            }

            var seen = (row.Owner, row.Beat);
            if (row.Owner.Length > 0 && !watched.IsDead(row.Owner, row.Beat, times.TakeOver)) return (false, seen.Owner, seen.Beat);
            row.Owner = owner;
            row.Beat++;
            return (true, seen.Owner, seen.Beat);
        }, cancellationToken);
        if (!taken) watched.Saw(seenOwner, seenBeat);
        return taken;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The lease {Name} is held by {Owner}.")]
    private partial void Taken(string name, string owner);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease {Name} could not be asked for; it is tried again.")]
    private partial void NotAsked(string name, Exception exception);
}
