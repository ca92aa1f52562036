using Microsoft.EntityFrameworkCore;

namespace Tautan.Links.Listing;

/// <summary>
/// Links, to be walked in the order of a list or looked up one by one. SQLite knows of no values how often they are there, and would rather sort all links that one
/// condition leaves: it is told which index has the order. PostgreSQL knows.
/// </summary>
internal static class LinkWalk
{
    // Of what is inside of a complex property EF asks for the column by another name where the rows are a statement's.
    private const string Columns =
        "SELECT *, health_enabled AS \"Health_Enabled\", health_interval_seconds AS \"Health_IntervalSeconds\", "
        + "health_timeout_seconds AS \"Health_TimeoutSeconds\", health_failures_to_confirm AS \"Health_FailuresToConfirm\", "
        + "health_retry_seconds AS \"Health_RetrySeconds\", health_successes_to_recover AS \"Health_SuccessesToRecover\", "
        + "health_manual_failback AS \"Health_ManualFailback\", health_failback_hold_seconds AS \"Health_FailbackHoldSeconds\", "
        + "health_expected_status AS \"Health_ExpectedStatus\", health_must_contain AS \"Health_MustContain\", "
        + "health_must_not_contain AS \"Health_MustNotContain\", health_request_headers AS \"Health_RequestHeaders\", "
        + "health_ignore_tls_errors AS \"Health_IgnoreTlsErrors\", health_fail_on AS \"Health_FailOn\"";

    /// <summary>Links that are looked up by their numbers, and not by anything else that is said of them.</summary>
    public static IQueryable<Link> ByNumber(LinksDb db, long[] numbers)
    {
        var links = db.Database.IsSqlite() ? db.Links.FromSqlRaw($"{Columns} FROM links NOT INDEXED") : db.Links;
        return links.Where(link => EF.Parameter(numbers).Contains(link.Number));
    }

    private static string By(string index) => $"{Columns} FROM links INDEXED BY \"{index}\"";

    /// <summary>All links in an order.</summary>
    /// <param name="db">The database.</param>
    /// <param name="sort">The order.</param>
    /// <param name="isOneDomain">The list is about one domain: in one alone slugs are in order.</param>
    public static IQueryable<Link> In(LinksDb db, LinkSort sort, bool isOneDomain)
    {
        if (!db.Database.IsSqlite() || (sort == LinkSort.Slug && !isOneDomain))
            return db.Links;
        return sort switch
        {
            LinkSort.Slug => db.Links.FromSqlRaw(By("IX_links_domain_id_slug_key")),
            LinkSort.Title => db.Links.FromSqlRaw(By("IX_links_workspace_id_title_number")),
            LinkSort.UpdatedAt => db.Links.FromSqlRaw(By("IX_links_workspace_id_updated_at_number")),
            _ => db.Links.FromSqlRaw(By("IX_links_workspace_id_created_at_number")),
        };
    }
}
