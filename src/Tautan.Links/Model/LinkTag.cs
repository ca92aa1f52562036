namespace Tautan.Links;

internal sealed class LinkTag
{
    public Guid LinkId { get; set; }

    public Guid WorkspaceId { get; set; }

    public required string Tag { get; set; }
}
