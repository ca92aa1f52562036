namespace Tautan.Health.Validating;

/// <summary>How far a validation is.</summary>
/// <param name="Id">To ask again with, for an hour.</param>
/// <param name="Status"><c>running</c>, <c>done</c>, or <c>interrupted</c> where the process that made it ended.</param>
/// <param name="Done">How many URLs were looked at.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Items">In the order of the request; those not yet looked at are left out.</param>
internal sealed record ValidationView(Guid Id, string Status, int Done, int Total, IReadOnlyList<ValidatedUrl> Items);
