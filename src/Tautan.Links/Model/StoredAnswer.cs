namespace Tautan.Links;

/// <summary>What an <c>Idempotency-Key</c> was answered with.</summary>
internal sealed class StoredAnswer
{
    public Guid WorkspaceId { get; set; }

    /// <summary>As given.</summary>
    public required string Key { get; set; }

    /// <summary>SHA-256 of method, path, query and body.</summary>
    public required byte[] Request { get; set; }

    public int Status { get; set; }

    public required byte[] Body { get; set; }

    /// <summary>The headers that go with it, a line each.</summary>
    public required string Headers { get; set; }

    public DateTimeOffset At { get; set; }
}
