using Tautan.Contracts.Links;

namespace Tautan.Gateway.Table;

/// <summary>A <see cref="DestinationRecord"/> as the feed carries it, read in place.</summary>
internal readonly ref struct DestinationMessage
{
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public DestinationMessage(ReadOnlySpan<byte> message)
    {
        var fields = new WireReader(message);
        while (fields.MoveNext())
        {
            switch (fields.Field)
            {
                case DestinationRecord.IdFieldNumber:
                    Id = fields.Bytes;
                    break;
                case DestinationRecord.UrlFieldNumber:
                    Url = fields.Bytes;
                    break;
                case DestinationRecord.WeightFieldNumber:
                    Weight = Math.Max(0, (int)fields.Number);
                    break;
                case DestinationRecord.TargetFieldNumber:
                    Target = fields.Bytes;
                    break;
            }
        }
    }

    public ReadOnlySpan<byte> Id { get; }

    /// <summary>As the link gives it, UTF-8.</summary>
    public ReadOnlySpan<byte> Url { get; }

    /// <summary>0: not weighted.</summary>
    public int Weight { get; }

    /// <summary>The id of its target's key, 16 bytes; empty: the link does not say it.</summary>
    public ReadOnlySpan<byte> Target { get; }
}
