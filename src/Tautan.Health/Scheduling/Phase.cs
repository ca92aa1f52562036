using System.Buffers.Binary;

namespace Tautan.Health.Scheduling;

/// <summary>
/// The place of a probe within its interval, fixed by what it is: however many links were made at once, and whenever
/// Health started, their probes are spread evenly, and again at the same places after a restart.
/// </summary>
internal static class Phase
{
    // A probe that is made on its place must not be made again a moment later because a clock disagrees.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>The next place after a time: at least 1 s and at most an interval and 1 s later.</summary>
    public static DateTimeOffset Next(Guid id, TimeSpan interval, DateTimeOffset after)
    {
        var place = (long)((UInt128)Bits(id) * (ulong)interval.Ticks >> 64);
        var earliest = after + Least;
        var behind = (earliest.UtcTicks - place) % interval.Ticks;
        return behind == 0 ? earliest : earliest.AddTicks(interval.Ticks - (behind < 0 ? behind + interval.Ticks : behind));
    }

    /// <summary>A place between 0 and a span.</summary>
    public static TimeSpan Within(Guid id, TimeSpan span) => TimeSpan.FromTicks((long)((UInt128)Bits(id) * (ulong)span.Ticks >> 64));

    private static ulong Bits(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }
}
