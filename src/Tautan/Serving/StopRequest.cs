using System.Runtime.InteropServices;

namespace Tautan.Serving;

/// <summary>When the process shall stop: SIGTERM, SIGINT, SIGQUIT, or its edge. A second signal ends it at once.</summary>
internal sealed class StopRequest : IDisposable
{
    // SIGXFSZ: a file may grow no further. That is a disk that is full, and a write that fails; not the end of the process.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<PosixSignalRegistration> _signals;

    public StopRequest() => _signals =
    [
        .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Handle)),
        PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true),
    ];

    public Task Asked => _asked.Task;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>How long stopping may take; null: as long as draining takes.</summary>
    public TimeSpan? Limit { get; private set; }

    /// <summary>Asks the process to stop.</summary>
    /// <param name="limit">After which it ends, whatever is left; null: none.</param>
    public void Ask(TimeSpan? limit)
    {
        Limit = limit;
        if (limit is { } time)
            _ = Task.Delay(time).ContinueWith(_ => Environment.Exit(1), TaskScheduler.Default);
        _cancellation.Cancel();
        _asked.TrySetResult();
    }

    // The cancellation is not disposed: the edge's last word, or its end, may come after.
    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void Handle(PosixSignalContext context)
    {
        if (_asked.Task.IsCompleted && context.Signal == PosixSignal.SIGINT)
            return;
        context.Cancel = true;
        Ask(null);
    }
}
