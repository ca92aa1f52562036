namespace Tautan.Links.Writing;

/// <summary>The columns of a new link's rows, in the order in which they are written.</summary>
internal static class LinkColumns
{
    public const string Links =
        "number, id, workspace_id, domain_id, slug, slug_key, title, description, notes, owner, created_by, metadata, "
        + "utm, imported_clicks, max_visits, redirect_status, forward_query, path_suffix, starts_at, expires_at, enabled, "
        + "archived, fallback_url, revision, created_at, updated_at, health_enabled, health_interval_seconds, "
        + "health_timeout_seconds, health_failures_to_confirm, health_retry_seconds, health_successes_to_recover, "
        + "health_manual_failback, health_failback_hold_seconds, health_expected_status, health_must_contain, "
        + "health_must_not_contain, health_request_headers, health_ignore_tls_errors, health_fail_on";

    public const string Destinations = "link_number, id, workspace_id, route, position, weight, url, target_key, origin_number";

    public const string Tags = "link_number, tag, workspace_id";
}
