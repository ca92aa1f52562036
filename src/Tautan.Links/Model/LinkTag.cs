namespace Tautan.Links;

internal sealed class LinkTag
{
    public long LinkNumber { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Tag { get; set; }
}
