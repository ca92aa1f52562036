using Tautan.Contracts.Links;

namespace Tautan.Gateway.Table;

/// <summary>A <see cref="RouteRecord"/> as the feed carries it, read in place.</summary>
internal readonly ref struct RouteMessage
{
    private readonly ReadOnlySpan<byte> _message;

    public RouteMessage(ReadOnlySpan<byte> message)
    {
        _message = message;
        var fields = new WireReader(message);
        while (fields.MoveNext())
        {
            if (fields.Field == RouteRecord.ConditionFieldNumber)
                Condition = fields.Bytes;
        }
    }

    /// <summary>Empty: always.</summary>
    public ReadOnlySpan<byte> Condition { get; }

    /// <summary>All fields; a destination (<see cref="RouteRecord.DestinationsFieldNumber"/>) is a <see cref="DestinationMessage"/>.</summary>
    public WireReader Fields() => new(_message);

    /// <summary>The first destination; there must be one.</summary>
    public DestinationMessage First()
    {
        var fields = Fields();
        while (fields.MoveNext() && fields.Field != RouteRecord.DestinationsFieldNumber)
        {
        }

        return new DestinationMessage(fields.Bytes);
    }

    /// <returns>How many destinations there are.</returns>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    /// <exception cref="ArgumentException">The id of a destination has not 16 bytes.</exception>
    public static int Check(ReadOnlySpan<byte> message)
    {
        var destinations = 0;
        var fields = new WireReader(message);
        while (fields.MoveNext())
        {
            if (fields.Field != RouteRecord.DestinationsFieldNumber)
                continue;
            var destination = new DestinationMessage(fields.Bytes);
            if (destination.Id.Length != 16 || destination.Target.Length is not (0 or 16))
                throw new ArgumentException("The id of a destination or of its target has not 16 bytes.", nameof(message));
            destinations++;
        }

        return destinations;
    }
}
