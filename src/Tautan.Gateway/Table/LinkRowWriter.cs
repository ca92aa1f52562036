using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Tautan.Contracts;
using Tautan.Contracts.Health;
using Tautan.Contracts.Links;
using Tautan.Platform.Urls;

namespace Tautan.Gateway.Table;

/// <summary>Makes rows (<see cref="LinkRow"/>) of what the feed says.</summary>
internal sealed class LinkRowWriter(Homes homes, DomainTable domains, Origins origins, VerdictTable verdicts)
{
    private byte[] _buffer = new byte[4096];
    private int _at;

    /// <summary>Writes a row and takes up the origins it refers to. Good until the next one.</summary>
    /// <exception cref="ArgumentException">An id has not 16 bytes.</exception>
    public ReadOnlySpan<byte> Write(LinkRecord record)
    {
        var workspace = record.Workspace.ToGuid();
        var link = record.Id.ToGuid();
        foreach (var destination in record.Routes.SelectMany(route => route.Destinations))
            _ = destination.Id.ToGuid();
        var slug = Encoding.UTF8.GetByteCount(record.Slug);
        var fallback = record.FallbackUrl.Length != 0 && DestinationUrl.TryParse(record.FallbackUrl, out var url, out _) ? url.Location : "";
        _at = 0;
        Ensure(LinkRow.SlugOffset + slug + 16 + Varint.MaxLength + fallback.Length);
        record.Id.Span.CopyTo(_buffer.AsSpan(LinkRow.IdOffset));
        MemoryMarshal.Write(_buffer.AsSpan(LinkRow.HomeOffset), homes.Of(workspace, domains.NumberOf(record.Domain.ToGuid())));
        MemoryMarshal.Write(_buffer.AsSpan(LinkRow.FlagsOffset), (ushort)FlagsOf(record, fallback));
        MemoryMarshal.Write(_buffer.AsSpan(LinkRow.SlugLengthOffset), checked((ushort)slug));
        _at = LinkRow.SlugOffset + Encoding.UTF8.GetBytes(record.Slug, _buffer.AsSpan(LinkRow.SlugOffset));
        if (record.HasStartsAt)
            WriteTime(record.StartsAt);
        if (record.HasExpiresAt)
            WriteTime(record.ExpiresAt);
        if (fallback.Length != 0)
            WriteText(fallback);
        WriteRoutes(record, workspace, link);

        var length = Arena.Align(_at);
        Ensure(length - _at);
        _buffer.AsSpan(_at, length - _at).Clear();
        MemoryMarshal.Write(_buffer.AsSpan(), length);
        return _buffer.AsSpan(0, length);
    }

    private static LinkFlags FlagsOf(LinkRecord record, string fallback)
    {
        var flags = record.RedirectStatus switch
        {
            301 => (LinkFlags)0,
            307 => (LinkFlags)2,
            308 => (LinkFlags)3,
            _ => (LinkFlags)1,
        };
        return flags
            | (record.Enabled ? LinkFlags.Enabled : 0)
            | (record.Health is { Enabled: false } ? LinkFlags.Unwatched : 0)
            | (record.Archived ? LinkFlags.Archived : 0)
            | (record.ForwardQuery ? LinkFlags.ForwardQuery : 0)
            | (record.HasPathSuffix ? LinkFlags.PathSuffixSet : 0)
            | (record.PathSuffix ? LinkFlags.PathSuffix : 0)
            | (record.HasStartsAt ? LinkFlags.Starts : 0)
            | (record.HasExpiresAt ? LinkFlags.Expires : 0)
            | (fallback.Length != 0 ? LinkFlags.Fallback : 0);
    }

    private void WriteRoutes(LinkRecord record, Guid workspace, Guid link)
    {
        var health = record.Health ?? new HealthRecord();
        WriteNumber(record.Routes.Count);
        foreach (var route in record.Routes)
        {
            WriteText(route.Condition);
            // What no Location can be made of cannot serve: it is left out, and the next one serves.
            var destinations = route.Destinations
                .Select(destination => (destination, Url: DestinationUrl.TryParse(destination.Url, out var url, out _) ? url : null))
                .Where(pair => pair.Url is not null)
                .ToList();
            WriteNumber(destinations.Count);
            foreach (var (destination, url) in destinations)
            {
                var (prefix, tail) = Split(url!.Location);
                Ensure(28);
                destination.Id.Span.CopyTo(_buffer.AsSpan(_at));
                MemoryMarshal.Write(_buffer.AsSpan(_at + 16), verdicts.Shorten(VerdictFeedKeys.Target(workspace, link, destination.Url, health)));
                MemoryMarshal.Write(_buffer.AsSpan(_at + 24), origins.Acquire(workspace, destination.Url, prefix));
                _at += 28;
                WriteNumber(Math.Max(0, destination.Weight));
                WriteText(tail);
            }
        }
    }

    private static (string Prefix, string Tail) Split(string location)
    {
        var host = location.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = location.AsSpan(host).IndexOfAny('/', '?', '#');
        return end < 0 ? (location, "") : (location[..(host + end)], location[(host + end)..]);
    }

    private void WriteTime(long milliseconds)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_at), milliseconds);
        _at += sizeof(long);
    }

    private void WriteNumber(int value)
    {
        Ensure(Varint.MaxLength);
        Varint.Write(_buffer, ref _at, value);
    }

    private void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Ensure(Varint.MaxLength + length);
        Varint.Write(_buffer, ref _at, length);
        _at += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_at));
    }

    private void Ensure(int more)
    {
        if (_at + more > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _at + more));
    }
}
