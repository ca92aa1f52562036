using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Table;

/// <summary>Makes rows (<see cref="LinkRow"/>) of what the feed says.</summary>
internal sealed class LinkRowWriter(Homes homes, DomainTable domains, Origins origins, VerdictTable verdicts)
{
    // A row begins with its length, which is known last: room for it is left before.
    private const int Start = Varint.MaxLength;

    private byte[] _buffer = new byte[4096];
    private int _at;
    private byte[] _healthBytes = [];
    private HealthRecord _health = new();

    /// <summary>Writes a row and takes up the origins it refers to. Good until the next one.</summary>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    /// <exception cref="ArgumentException">An id has not 16 bytes.</exception>
    /// <exception cref="OverflowException">The slug is longer than any may be.</exception>
    public ReadOnlySpan<byte> Write(in LinkMessage link)
    {
        _ = checked((ushort)link.Slug.Length);
        var fallback = link.FallbackUrl.IsEmpty ? default : LocationOf(link.FallbackUrl, out _);
        var isSingle = IsSingle(link, out var single);
        _at = Start;
        WriteBytes(link.Id);
        Ensure(LinkRow.FlagsSize);
        MemoryMarshal.Write(_buffer.AsSpan(_at), (ushort)(FlagsOf(link) | (fallback.IsEmpty ? 0 : LinkFlags.Fallback) | (isSingle ? LinkFlags.Single : 0)));
        _at += LinkRow.FlagsSize;
        WriteNumber(homes.Of(link.Workspace, domains.NumberOf(link.Domain)));
        WriteText(link.Slug);
        if (link.StartsAt is { } startsAt)
            WriteTime(startsAt);
        if (link.ExpiresAt is { } expiresAt)
            WriteTime(expiresAt);
        if (!fallback.IsEmpty)
            WriteText(fallback);
        if (isSingle)
            WriteDestination(link, single, HealthOf(link), isSingle: true);
        else
            WriteRoutes(link);
        return Close();
    }

    private static LinkFlags FlagsOf(in LinkMessage link)
    {
        var flags = link.RedirectStatus switch
        {
            301 => (LinkFlags)0,
            307 => (LinkFlags)2,
            308 => (LinkFlags)3,
            _ => (LinkFlags)1,
        };
        return flags
            | (link.Enabled ? LinkFlags.Enabled : 0)
            | (link.Archived ? LinkFlags.Archived : 0)
            | (link.ForwardQuery ? LinkFlags.ForwardQuery : 0)
            | (link.PathSuffix is null ? 0 : LinkFlags.PathSuffixSet)
            | (link.PathSuffix is true ? LinkFlags.PathSuffix : 0)
            | (link.StartsAt is null ? 0 : LinkFlags.Starts)
            | (link.ExpiresAt is null ? 0 : LinkFlags.Expires)
            | (link.IsUnwatched ? LinkFlags.Unwatched : 0);
    }

    private static bool IsSingle(in LinkMessage link, out DestinationMessage destination)
    {
        destination = default;
        if (link.Routes != 1 || link.Destinations != 1)
            return false;
        var fields = link.Fields();
        while (fields.MoveNext())
        {
            if (fields.Field != LinkRecord.RoutesFieldNumber)
                continue;
            var route = new RouteMessage(fields.Bytes);
            destination = route.First();
            return route.Condition.IsEmpty && destination.Weight == 0 && !LocationOf(destination.Url, out _).IsEmpty;
        }

        return false;
    }

    private void WriteRoutes(in LinkMessage link)
    {
        WriteNumber(link.Routes);
        var fields = link.Fields();
        while (fields.MoveNext())
        {
            if (fields.Field == LinkRecord.RoutesFieldNumber)
                WriteRoute(link, new RouteMessage(fields.Bytes), HealthOf(link));
        }
    }

    // What no Location can be made of cannot serve: it is left out, and the next one serves.
    private void WriteRoute(in LinkMessage link, in RouteMessage route, HealthRecord health)
    {
        WriteText(route.Condition);
        var served = 0;
        for (var fields = route.Fields(); fields.MoveNext();)
        {
            if (fields.Field == RouteRecord.DestinationsFieldNumber && !LocationOf(new DestinationMessage(fields.Bytes).Url, out _).IsEmpty)
                served++;
        }

        WriteNumber(served);
        for (var fields = route.Fields(); fields.MoveNext();)
        {
            if (fields.Field == RouteRecord.DestinationsFieldNumber)
                WriteDestination(link, new DestinationMessage(fields.Bytes), health, isSingle: false);
        }
    }

    private void WriteDestination(in LinkMessage link, in DestinationMessage destination, HealthRecord health, bool isSingle)
    {
        var location = LocationOf(destination.Url, out var prefix);
        if (location.IsEmpty)
            return;
        WriteBytes(destination.Id);
        Ensure(sizeof(ulong));
        var target = destination.Target.IsEmpty
            ? VerdictFeedKeys.Target(link.Workspace, new Guid(link.Id, bigEndian: true), destination.Url, health)
            : new FeedKey(VerdictFeedKeys.TargetKind, Bits128.Read(destination.Target));
        MemoryMarshal.Write(_buffer.AsSpan(_at), verdicts.Shorten(target));
        _at += sizeof(ulong);
        WriteNumber(origins.Acquire(link.Workspace, destination.Url, location[..prefix]));
        if (!isSingle)
            WriteNumber(destination.Weight);
        WriteText(location[prefix..]);
    }

    /// <summary>What is sent for a URL, and how long scheme, host and port in it are; empty where it is no URL.</summary>
    private static ReadOnlySpan<byte> LocationOf(ReadOnlySpan<byte> url, out int prefix)
    {
        if (PlainUrl.TrySplit(url, out prefix))
            return url;
        if (!DestinationUrl.TryParse(Encoding.UTF8.GetString(url), AppSchemes.Any, out var parsed, out _))
            return default;
        var host = parsed.Location.IndexOf("//", StringComparison.Ordinal) + 2;
        var length = parsed.Location.AsSpan(host).IndexOfAny('/', '?', '#');
        prefix = length < 0 ? parsed.Location.Length : host + length;
        return Encoding.ASCII.GetBytes(parsed.Location);
    }

    // Nearly all links say the same of their health.
    private HealthRecord HealthOf(in LinkMessage link)
    {
        if (link.Health.SequenceEqual(_healthBytes))
            return _health;
        _health = HealthRecord.Parser.ParseFrom(link.Health);
        _healthBytes = link.Health.ToArray();
        return _health;
    }

    private ReadOnlySpan<byte> Close()
    {
        var body = _at - Start;
        var head = 1;
        while (Varint.LengthOf(Arena.Align(head + body) / LinkRow.Unit) != head)
            head++;
        var length = Arena.Align(head + body);
        var start = Start - head;
        Ensure(start + length - _at);
        _buffer.AsSpan(_at, start + length - _at).Clear();
        var at = start;
        Varint.Write(_buffer, ref at, length / LinkRow.Unit);
        return _buffer.AsSpan(start, length);
    }

    private void WriteTime(long milliseconds)
    {
        Ensure(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_at), milliseconds);
        _at += sizeof(long);
    }

    private void WriteNumber(int value)
    {
        Ensure(Varint.MaxLength);
        Varint.Write(_buffer, ref _at, value);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        WriteNumber(text.Length);
        WriteBytes(text);
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_at));
        _at += bytes.Length;
    }

    private void Ensure(int more)
    {
        if (_at + more > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _at + more));
    }
}
