namespace Tautan.Links;

/// <summary>One row: up to which link pages were asked for.</summary>
internal sealed class PageMark
{
    public int Id { get; set; } = 1;

    public long Number { get; set; }
}
