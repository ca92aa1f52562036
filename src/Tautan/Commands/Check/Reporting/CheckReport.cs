using Tautan.Commands.Check.Checking;

namespace Tautan.Commands.Check.Reporting;

/// <summary>What was found.</summary>
/// <param name="Items">In the order in which they were first seen.</param>
/// <param name="Documents">Documents that were read.</param>
/// <param name="Skipped">Links of schemes that are not checked, or to the web when offline.</param>
/// <param name="Excluded">Links that the user does not want to be checked.</param>
/// <param name="Took">From start to end.</param>
internal sealed record CheckReport(IReadOnlyList<CheckItem> Items, int Documents, int Skipped, int Excluded, TimeSpan Took)
{
    /// <summary>In the order of where they stand.</summary>
    public IReadOnlyList<CheckItem> Broken { get; } = [.. Items.Where(item => item.Outcome is { IsUp: false })];

    public int Up => Items.Count(item => item.Outcome is { IsUp: true });

    public int Noted => Items.Count(item => item.Outcome is { IsUp: true, Note: not null });

    public int Cached => Items.Count(item => item.Outcome is { IsCached: true });

    /// <summary>Not known, since it was interrupted.</summary>
    public int Unchecked => Items.Count(item => item.Outcome is null);

    public static CheckReport Of(CheckPlan plan, TimeSpan took) => new([.. plan.Items], plan.Documents, plan.Skipped, plan.Excluded, took);
}
