namespace Tautan.Identity.Sessions;

/// <summary>A session as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UserAgent">The program that it began in.</param>
/// <param name="Address">From where.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last in use.</param>
/// <param name="Current">It is the one that asks.</param>
internal sealed record SessionView(Guid Id, string UserAgent, string Address, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, bool Current);

/// <summary>A page of sessions.</summary>
internal sealed record SessionPage(IReadOnlyList<SessionView> Items, string? NextCursor);
