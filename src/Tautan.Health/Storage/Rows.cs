using System.Net;
using System.Text.Json;
using Tautan.Health.History;
using Tautan.Health.Pages;
using Tautan.Health.Probing;
using Tautan.Health.Targets;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Storage;

/// <summary>States and rows, one made of the other.</summary>
internal static class Rows
{
    public static TargetState ToState(this TargetRow row) => new()
    {
        Verdict = row.Verdict,
        Reason = row.Reason,
        Note = row.Note,
        Since = row.Since,
        Failures = row.Failures,
        FailedAt = row.FailedAt,
        FailingReason = row.FailingReason,
        Successes = row.Successes,
        SucceedingSince = row.SucceedingSince,
        Failbacks = Instants.Read(row.Failbacks),
        Flapping = row.Flapping,
        Version = row.Version,
    };

    public static void Take(this TargetRow row, TargetState state)
    {
        row.Verdict = state.Verdict;
        row.Reason = state.Reason;
        row.Note = state.Note;
        row.Since = state.Since;
        row.Failures = state.Failures;
        row.FailedAt = state.FailedAt;
        row.FailingReason = state.FailingReason;
        row.Successes = state.Successes;
        row.SucceedingSince = state.SucceedingSince;
        row.Failbacks = Instants.Write(state.Failbacks);
        row.Flapping = state.Flapping;
        row.Version = state.Version;
    }

    public static OriginState ToState(this OriginRow row) => new()
    {
        Verdict = row.Verdict,
        Reason = row.Reason,
        Note = row.Note,
        Since = row.Since,
        Failures = row.Failures,
        FirstFailureAt = row.FirstFailureAt,
        LastFailureAt = row.LastFailureAt,
        FailingReason = row.FailingReason,
        Successes = row.Successes,
        SucceedingSince = row.SucceedingSince,
        UpSince = row.UpSince,
        Failbacks = Instants.Read(row.Failbacks),
        Flapping = row.Flapping,
        Version = row.Version,
    };

    public static void Take(this OriginRow row, OriginState state)
    {
        row.Verdict = state.Verdict;
        row.Reason = state.Reason;
        row.Note = state.Note;
        row.Since = state.Since;
        row.Failures = state.Failures;
        row.FirstFailureAt = state.FirstFailureAt;
        row.LastFailureAt = state.LastFailureAt;
        row.FailingReason = state.FailingReason;
        row.Successes = state.Successes;
        row.SucceedingSince = state.SucceedingSince;
        row.UpSince = state.UpSince;
        row.Failbacks = Instants.Write(state.Failbacks);
        row.Flapping = state.Flapping;
        row.Version = state.Version;
    }

    public static SavedProbe ToSaved(this ProbeRow row) => new(
        row.Id,
        row.Due,
        IPAddress.TryParse(row.Address, out var address)
            ? new RemoteAddress(address, IPNetwork.TryParse(row.Network, out var network) ? network : null)
            : null,
        row.EffectiveIntervalSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        row.Shard)
    {
        Baseline = row is { BaselineAt: { } at, BaselineUrl: { } url } ? new PageBaseline(at, url, row.BaselineTitle, TextSketch.FromBytes(row.BaselineSketch)) : null,
    };

    public static void Take(this ProbeRow row, Probe probe)
    {
        row.Due = probe.Due;
        row.Address = probe.Remote?.Address.ToString();
        row.Network = probe.Remote?.AllowedNetwork?.ToString();
        row.EffectiveIntervalSeconds = (int?)probe.EffectiveInterval?.TotalSeconds;
        row.Shard = probe.Shard;
        row.BaselineAt = probe.Baseline?.At;
        row.BaselineUrl = probe.Baseline?.FinalUrl;
        row.BaselineTitle = probe.Baseline?.Title;
        row.BaselineSketch = probe.Baseline is { Sketch: { } sketch } && sketch != TextSketch.Empty ? sketch.ToBytes() : null;
    }

    public static void Take(this CheckRow row, CheckRun run)
    {
        row.Id = run.Id;
        row.Period = CheckPeriods.Of(run.Id);
        row.TargetKey = run.Target.ToGuid();
        row.WorkspaceId = run.Workspace;
        row.At = run.At;
        row.Until = run.Until;
        row.Count = run.Count;
        row.Ok = run.Ok;
        row.Reason = run.Reason;
        row.Note = run.Note;
        row.Status = run.Status;
        row.Hops = run.Hops.Count == 0 ? null : JsonSerializer.Serialize(run.Hops, JsonSerializerOptions.Web);
        row.DnsMs = run.Timings.Dns;
        row.ConnectMs = run.Timings.Connect;
        row.TlsMs = run.Timings.Tls;
        row.FirstByteMs = run.Timings.FirstByte;
        row.TotalMs = run.Timings.Total;
    }

    public static IReadOnlyList<CheckHop> ReadHops(this CheckRow row) =>
        row.Hops is null ? [] : JsonSerializer.Deserialize<List<CheckHop>>(row.Hops, JsonSerializerOptions.Web) ?? [];
}
