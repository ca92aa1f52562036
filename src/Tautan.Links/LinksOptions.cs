namespace Tautan.Links;

/// <summary>Section <c>Links</c>.</summary>
internal sealed class LinksOptions
{
    public const string Section = "Links";

    /// <summary>A PostgreSQL connection string (<c>Host=…</c>). Default: SQLite, <c>links.db</c> in the data directory.</summary>
    public string? Database { get; set; }
}
