namespace Tautan.Identity.Signing;

/// <summary>A key of Data Protection, where several processes share a database.</summary>
internal sealed class ProtectionKey
{
    public Guid Id { get; set; }

    public required string Xml { get; set; }
}
