using System.Text.Unicode;
using Tautan.Contracts.Links;

namespace Tautan.Gateway.Table;

/// <summary>A <see cref="LinkRecord"/> as the feed carries it, read in place: a million of them are no objects.</summary>
internal readonly ref struct LinkMessage
{
    private readonly ReadOnlySpan<byte> _message;

    /// <exception cref="InvalidDataException">The message is damaged, or a text is no UTF-8.</exception>
    /// <exception cref="ArgumentException">An id has not 16 bytes.</exception>
    public LinkMessage(ReadOnlySpan<byte> message)
    {
        _message = message;
        var workspace = ReadOnlySpan<byte>.Empty;
        var domain = ReadOnlySpan<byte>.Empty;
        var fields = new WireReader(message);
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case LinkRecord.IdFieldNumber:
                    Id = fields.Bytes;
                    break;
                case LinkRecord.WorkspaceFieldNumber:
                    workspace = fields.Bytes;
                    break;
                case LinkRecord.DomainFieldNumber:
                    domain = fields.Bytes;
                    break;
                case LinkRecord.SlugFieldNumber:
                    Slug = fields.Bytes;
                    break;
                case LinkRecord.RoutesFieldNumber:
                    Routes++;
                    Destinations += RouteMessage.Check(fields.Bytes);
                    break;
                case LinkRecord.RedirectStatusFieldNumber:
                    RedirectStatus = (int)fields.Number;
                    break;
                case LinkRecord.ForwardQueryFieldNumber:
                    ForwardQuery = fields.Number != 0;
                    break;
                case LinkRecord.PathSuffixFieldNumber:
                    PathSuffix = fields.Number != 0;
                    break;
                case LinkRecord.StartsAtFieldNumber:
                    StartsAt = (long)fields.Number;
                    break;
                case LinkRecord.ExpiresAtFieldNumber:
                    ExpiresAt = (long)fields.Number;
                    break;
                case LinkRecord.EnabledFieldNumber:
                    Enabled = fields.Number != 0;
                    break;
                case LinkRecord.ArchivedFieldNumber:
                    Archived = fields.Number != 0;
                    break;
                case LinkRecord.FallbackUrlFieldNumber:
                    FallbackUrl = fields.Bytes;
                    break;
                case LinkRecord.HealthFieldNumber:
                    Health = fields.Bytes;
                    IsUnwatched = !IsEnabled(Health);
                    break;
            }
        }

        if (Id.Length != 16)
            throw new ArgumentException("A link's id has not 16 bytes.", nameof(message));
        Workspace = new Guid(workspace, bigEndian: true);
        Domain = new Guid(domain, bigEndian: true);
        if (!Utf8.IsValid(Slug))
            throw new InvalidDataException("A slug is no UTF-8.");
    }

    public ReadOnlySpan<byte> Id { get; }

    public Guid Workspace { get; }

    public Guid Domain { get; }

    public ReadOnlySpan<byte> Slug { get; }

    /// <summary>How many routes there are.</summary>
    public int Routes { get; }

    /// <summary>How many destinations all routes have.</summary>
    public int Destinations { get; }

    public int RedirectStatus { get; }

    public bool ForwardQuery { get; }

    public bool? PathSuffix { get; }

    public long? StartsAt { get; }

    public long? ExpiresAt { get; }

    public bool Enabled { get; }

    public bool Archived { get; }

    public ReadOnlySpan<byte> FallbackUrl { get; }

    /// <summary>It says that health is off; one that says nothing of health does not.</summary>
    public bool IsUnwatched { get; }

    /// <summary>A <see cref="HealthRecord"/>; empty where the link says nothing of it.</summary>
    public ReadOnlySpan<byte> Health { get; }

    /// <summary>All fields again; a route (<see cref="LinkRecord.RoutesFieldNumber"/>) is a <see cref="RouteMessage"/>.</summary>
    public WireReader Fields() => new(_message);

    private static bool IsEnabled(ReadOnlySpan<byte> health)
    {
        var isEnabled = false;
        var fields = new WireReader(health);
        while (fields.MoveNext())
        {
            if (fields.Field == HealthRecord.EnabledFieldNumber)
                isEnabled = fields.Number != 0;
        }

        return isEnabled;
    }
}
