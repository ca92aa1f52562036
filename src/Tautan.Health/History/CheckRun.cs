using System.Buffers.Binary;
using Tautan.Contracts.Feeds;
using Tautan.Contracts.Health;
using Tautan.Health.Probing;
using Tautan.Health.Scheduling;

namespace Tautan.Health.History;

/// <summary>A check of a target, or several equal successes in a row as one.</summary>
internal sealed record CheckRun
{
    /// <summary>A UUIDv7: newer runs have greater ones.</summary>
    public required Guid Id { get; init; }

    public required FeedKey Target { get; init; }

    public required Guid Workspace { get; init; }

    /// <summary>When the first began, by the clock on the wall.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the last began.</summary>
    public required DateTimeOffset Until { get; init; }

    public required int Count { get; init; }

    public required bool Ok { get; init; }

    public required string? Reason { get; init; }

    public required string? Note { get; init; }

    public required int? Status { get; init; }

    /// <summary>The requests of a probe that was redirected; empty where it was not.</summary>
    public required IReadOnlyList<CheckHop> Hops { get; init; }

    /// <summary>Of the last one.</summary>
    public required ProbeTimings Timings { get; init; }

    // What is not fetched at all says the same every time, and is no failure.
    private bool IsSteady => Ok || Reason is Reasons.NotPublic or Reasons.ProxyFailure;

    /// <summary>The run that a probe starts.</summary>
    public static CheckRun Of(FeedKey target, Guid workspace, ProbeRun run, Judgement judgement) => new()
    {
        Id = Guid.CreateVersion7(run.StartedAt.Steady),
        Target = target,
        Workspace = workspace,
        At = run.StartedAt.Wall,
        Until = run.StartedAt.Wall,
        Count = 1,
        Ok = judgement.Kind == JudgementKind.Ok,
        Reason = judgement.Reason,
        Note = judgement.Note,
        Status = run.Result.Status,
        Hops = run.Result.Hops.Count > 1 ? [.. run.Result.Hops.Select(hop => new CheckHop(hop.Url, hop.Status))] : [],
        Timings = run.Result.Timings,
    };

    /// <summary>When a run of this id was made (RFC 9562 §5.7): the steady time of its first check. To the next millisecond, so that nothing after it is older.</summary>
    public static DateTimeOffset MadeAt(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16) + 1);
    }

    /// <summary>
    /// This run with one more check, or null where they differ: failures are never put together, nor what the clock on the wall says was before the run, nor what goes with another period.
    /// </summary>
    public CheckRun? With(CheckRun next) =>
        IsSteady && next.IsSteady && next.At >= At && CheckPeriods.Of(Id) == CheckPeriods.Of(next.Id) && Status == next.Status && Reason == next.Reason && Note == next.Note && Hops.SequenceEqual(next.Hops)
            ? this with { Until = next.Until, Count = Count + next.Count, Timings = next.Timings }
            : null;
}
