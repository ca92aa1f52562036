using System.Threading.Channels;

namespace Tautan.Health.Targets;

/// <summary>A stream of link changes; ends listening when disposed.</summary>
internal sealed class LinkWatch(ChannelReader<LinkChange> changes, Action stop) : IDisposable
{
    public ChannelReader<LinkChange> Changes => changes;

    public void Dispose() => stop();
}
