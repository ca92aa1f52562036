namespace Tautan.Health.Events;

/// <summary>What an event tells of. Stable: users write rules on them.</summary>
internal static class EventKinds
{
    /// <summary>A destination or an origin became something else.</summary>
    public const string Verdict = "verdict";

    /// <summary>Something worth knowing that changes no verdict.</summary>
    public const string Note = "note";

    /// <summary>A certificate ends soon.</summary>
    public const string Certificate = "certificate";

    public static readonly IReadOnlyList<string> All = [Verdict, Note, Certificate];
}
