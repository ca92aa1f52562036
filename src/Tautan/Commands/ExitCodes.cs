namespace Tautan.Commands;

/// <summary>
/// What the client's commands end with. Stable: scripts test for them. Documented in <c>docs/commands.md</c> and shown by
/// <c>tautan --help</c>.
/// </summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Unreachable = 3;
    public const int Unauthorized = 4;
    public const int NotFound = 5;
    public const int Conflict = 6;
    public const int Degraded = 10;
    public const int Failing = 11;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>128 + SIGTERM, as shells have it.</summary>
    public const int Terminated = 143;

    public static readonly IReadOnlyList<(int Code, string Meaning)> All =
    [
        (Ok, "done; for status: ready; for check: nothing is broken"),
        (Failed, "the server refused or failed, or the output could not be written; for check: a link is broken; for doctor: something is wrong"),
        (Usage, "wrong usage; for check: it could not run"),
        (Unreachable, "the server was not reached, or did not answer in time"),
        (Unauthorized, "no API key, or one that the server does not accept"),
        (NotFound, "no such link, domain or tag"),
        (Conflict, "it conflicts with what is there, such as a slug that is taken"),
        (Degraded, "status: degraded"),
        (Failing, "status: failing"),
        (Interrupted, "interrupted (143: terminated)"),
    ];
}
