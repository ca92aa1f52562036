using System.Threading.Channels;

namespace Tautan.Health.Targets;

/// <summary>Lets one in at a time, in the order of asking. Needs no disposal: there is one for each origin, and they come and go.</summary>
internal sealed class Gate
{
    private readonly Channel<Turn> _turns = Channel.CreateBounded<Turn>(1);

    public Gate() => _turns.Writer.TryWrite(new Turn(_turns.Writer));

    /// <summary>Waits for the turn; disposing what is returned ends it.</summary>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken) => await _turns.Reader.ReadAsync(cancellationToken);

    private sealed class Turn(ChannelWriter<Turn> writer) : IDisposable
    {
        public void Dispose() => writer.TryWrite(this);
    }
}
