namespace Tautan.Identity;

/// <summary>Section <c>Identity</c>.</summary>
internal sealed class IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>A PostgreSQL connection string (<c>Host=…</c>). Default: SQLite, <c>identity.db</c> in the data directory.</summary>
    public string? Database { get; set; }
}
