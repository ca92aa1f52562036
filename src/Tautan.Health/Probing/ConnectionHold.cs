namespace Tautan.Health.Probing;

/// <summary>A hop's use of a connection: at its end that is put back, where it can be used again, or closed; where something went wrong, with all others to that server.</summary>
internal sealed class ConnectionHold(HeldConnection connection, ConnectionShelf? shelf) : IDisposable
{
    public bool IsReusable { get; set; }

    public bool HasFailed { get; set; }

    public void Dispose()
    {
        if (IsReusable && shelf is not null)
        {
            shelf.Put(connection);
            return;
        }

        if (HasFailed) shelf?.Drop(connection.Endpoint);
        connection.Dispose();
    }
}
