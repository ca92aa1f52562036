namespace Tautan.Platform.Hosting;

/// <summary>Whether a host is about to stop: from then on whoever keeps a connection open is told to close it with the next answer.</summary>
public sealed class Drain
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    /// <summary>Begins. There is no way back.</summary>
    public void Begin() => _hasBegun = true;
}
