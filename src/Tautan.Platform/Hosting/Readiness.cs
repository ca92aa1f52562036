namespace Tautan.Platform.Hosting;

public enum ReadyStatus
{
    Ready,

    /// <summary>It works, and somebody should look: blind, held back, stale. Answered with 200.</summary>
    Degraded,

    /// <summary>It does not do its work. Answered with 503.</summary>
    Failing,
}

/// <summary>How a part of a service is, and why: short stable codes, a colon and an explanation where one helps.</summary>
public sealed record Readiness(ReadyStatus Status, IReadOnlyList<string> Reasons)
{
    public static readonly Readiness Ready = new(ReadyStatus.Ready, []);

    public static Readiness Degraded(params string[] reasons) => new(ReadyStatus.Degraded, reasons);

    public static Readiness Failing(params string[] reasons) => new(ReadyStatus.Failing, reasons);
}

/// <summary>
/// What a part of a service says about itself. Registered as a singleton, asked at every <c>/health/ready</c>; answers
/// from memory at once.
/// </summary>
public interface IReadinessCheck
{
    Readiness Check();
}
