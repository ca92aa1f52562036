namespace Tautan.Gateway.Table;

/// <summary>Walks through the fields of a message in the Protocol Buffers wire format, in place.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _left = message;

    /// <summary>The current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>The current field's value where it is a number or a Boolean; else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>The current field's value where it is bytes, a text or a message; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <exception cref="InvalidDataException">The message ends too early, or is none.</exception>
    public bool MoveNext()
    {
        if (_left.IsEmpty)
            return false;
        var tag = ReadNumber();
        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = ReadNumber();
                break;
            case 1:
                Take(sizeof(ulong));
                break;
            case 2:
                Bytes = Take(ReadNumber());
                break;
            case 5:
                Take(sizeof(uint));
                break;
            default:
                throw new InvalidDataException("A message has a field of a type that does not exist.");
        }

        return Field != 0 ? true : throw new InvalidDataException("A message has a field without a number.");
    }

    private ulong ReadNumber()
    {
        var value = 0UL;
        for (var at = 0; at < _left.Length && at < 10; at++)
        {
            value |= (ulong)(_left[at] & 0x7F) << (7 * at);
            if (_left[at] >= 0x80)
                continue;
            _left = _left[(at + 1)..];
            return value;
        }

        throw new InvalidDataException("A message has a number without an end.");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_left.Length)
            throw new InvalidDataException("A message ends before one of its fields.");
        var taken = _left[..(int)length];
        _left = _left[(int)length..];
        return taken;
    }
}
