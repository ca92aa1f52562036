using System.Collections.Frozen;

namespace Tautan.Platform.Hosting;

/// <summary>
/// Which services are away because they are being restarted, so that who calls them waits a moment. Told by who restarts them; a service that
/// is away without it is just away.
/// </summary>
public sealed class ServiceRestarts(TimeProvider time)
{
    private Restart? _current;

    /// <summary>These services go away now and come back. Takes the place of what was said before.</summary>
    /// <param name="services">Their names.</param>
    /// <param name="patience">For how long they are expected, where nobody says <see cref="End"/>.</param>
    public void Begin(IEnumerable<string> services, TimeSpan patience) => Replace(new Restart(services.ToFrozenSet(), time.GetTimestamp(), patience));

    /// <summary>They are back, or will not come: nobody waits any longer.</summary>
    public void End() => Replace(null);

    /// <summary>Whether a service is away only for now.</summary>
    public bool IsExpected(string service) =>
        Volatile.Read(ref _current) is { } restart && restart.Services.Contains(service) && time.GetElapsedTime(restart.Began) < restart.Patience;

    /// <summary>Waits for the end of a restart; returns at once where the service is in none. It may answer before: who waits had better look now and then.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task WaitAsync(string service, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is not { } restart || !IsExpected(service))
            return;
        var left = restart.Patience - time.GetElapsedTime(restart.Began);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, restart.Over.Token);
        await Task.Delay(left < TimeSpan.Zero ? TimeSpan.Zero : left < atMost ? left : atMost, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Replace(Restart? restart) => Interlocked.Exchange(ref _current, restart)?.Over.Cancel();

    private sealed record Restart(FrozenSet<string> Services, long Began, TimeSpan Patience)
    {
        public CancellationTokenSource Over { get; } = new();
    }
}
