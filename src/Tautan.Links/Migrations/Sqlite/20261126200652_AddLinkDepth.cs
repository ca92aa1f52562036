using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Links.Migrations.Sqlite
{
    /// <summary>
    /// Links get a short number by which other rows know them, origins a table of their own, and everything that belongs to links at full
    /// depth. Keys change, so the tables are made anew and filled from the old ones.
    /// </summary>
    public partial class AddLinkDepth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
                DROP INDEX "IX_destinations_link_id";
                DROP INDEX "IX_link_tags_workspace_id_tag";
                DROP INDEX "IX_links_domain_id_slug_key";
                DROP INDEX "IX_links_workspace_id_created_at_id";
                DROP INDEX "IX_links_workspace_id_slug_id";
                DROP INDEX "IX_links_workspace_id_title_id";
                DROP INDEX "IX_links_workspace_id_updated_at_id";
                DROP INDEX "IX_domains_name";
                ALTER TABLE destinations RENAME TO old_destinations;
                ALTER TABLE link_tags RENAME TO old_link_tags;
                ALTER TABLE links RENAME TO old_links;
                ALTER TABLE domains ADD COLUMN grown_slug_length INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE domains ADD COLUMN base_redirect_url TEXT;
                ALTER TABLE domains ADD COLUMN unknown_redirect_url TEXT;
                ALTER TABLE domains ADD COLUMN expired_redirect_url TEXT;
                ALTER TABLE domains ADD COLUMN verification_token TEXT NOT NULL DEFAULT '';
                ALTER TABLE domains ADD COLUMN verified_at INTEGER;
                ALTER TABLE domains ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE domains ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE domains ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
                UPDATE domains SET verified_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000, created_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000, updated_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;
                CREATE TABLE "origins" (
                    "number" INTEGER NOT NULL CONSTRAINT "PK_origins" PRIMARY KEY AUTOINCREMENT,
                    "workspace_id" BLOB NOT NULL,
                    "url" TEXT NOT NULL,
                    "host" TEXT NOT NULL,
                    "public_key" BLOB NOT NULL,
                    "private_key" BLOB NOT NULL
                );
                CREATE TABLE "links" (
                    "number" INTEGER NOT NULL CONSTRAINT "PK_links" PRIMARY KEY,
                    "id" BLOB NOT NULL,
                    "workspace_id" BLOB NOT NULL,
                    "domain_id" BLOB NOT NULL,
                    "slug" TEXT NOT NULL,
                    "slug_key" TEXT NOT NULL,
                    "title" TEXT NOT NULL,
                    "description" TEXT NOT NULL,
                    "notes" TEXT NOT NULL,
                    "owner" TEXT NOT NULL,
                    "created_by" TEXT NOT NULL,
                    "metadata" TEXT NULL,
                    "utm" TEXT NULL,
                    "imported_clicks" INTEGER NOT NULL,
                    "max_visits" INTEGER NULL,
                    "redirect_status" INTEGER NOT NULL,
                    "forward_query" INTEGER NOT NULL,
                    "path_suffix" INTEGER NULL,
                    "starts_at" INTEGER NULL,
                    "expires_at" INTEGER NULL,
                    "enabled" INTEGER NOT NULL,
                    "archived" INTEGER NOT NULL,
                    "fallback_url" TEXT NULL,
                    "revision" INTEGER NOT NULL,
                    "created_at" INTEGER NOT NULL,
                    "updated_at" INTEGER NOT NULL,
                    "health_enabled" INTEGER NOT NULL,
                    "health_expected_status" TEXT NULL,
                    "health_fail_on" TEXT NULL,
                    "health_failback_hold_seconds" INTEGER NOT NULL,
                    "health_failures_to_confirm" INTEGER NOT NULL,
                    "health_ignore_tls_errors" INTEGER NOT NULL,
                    "health_interval_seconds" INTEGER NOT NULL,
                    "health_manual_failback" INTEGER NOT NULL,
                    "health_must_contain" TEXT NULL,
                    "health_must_not_contain" TEXT NULL,
                    "health_request_headers" TEXT NULL,
                    "health_retry_seconds" INTEGER NOT NULL,
                    "health_successes_to_recover" INTEGER NOT NULL,
                    "health_timeout_seconds" INTEGER NOT NULL,
                    CONSTRAINT "FK_links_domains_domain_id" FOREIGN KEY ("domain_id") REFERENCES "domains" ("id") ON DELETE RESTRICT
                );
                CREATE TABLE "destinations" (
                    "id" BLOB NOT NULL,
                    "link_number" INTEGER NOT NULL,
                    "workspace_id" BLOB NOT NULL,
                    "route" INTEGER NOT NULL,
                    "position" INTEGER NOT NULL,
                    "weight" INTEGER NOT NULL,
                    "url" TEXT NOT NULL,
                    "target_key" BLOB NOT NULL,
                    "origin_number" INTEGER NOT NULL,
                    CONSTRAINT "PK_destinations" PRIMARY KEY ("link_number", "id"),
                    CONSTRAINT "FK_destinations_links_link_number" FOREIGN KEY ("link_number") REFERENCES "links" ("number") ON DELETE CASCADE,
                    CONSTRAINT "FK_destinations_origins_origin_number" FOREIGN KEY ("origin_number") REFERENCES "origins" ("number") ON DELETE RESTRICT
                );
                CREATE TABLE "link_tags" (
                    "link_number" INTEGER NOT NULL,
                    "tag" TEXT NOT NULL,
                    "workspace_id" BLOB NOT NULL,
                    CONSTRAINT "PK_link_tags" PRIMARY KEY ("link_number", "tag"),
                    CONSTRAINT "FK_link_tags_links_link_number" FOREIGN KEY ("link_number") REFERENCES "links" ("number") ON DELETE CASCADE
                ) WITHOUT ROWID;
                CREATE TABLE "link_pages" (
                    "link_number" INTEGER NOT NULL CONSTRAINT "PK_link_pages" PRIMARY KEY,
                    "workspace_id" BLOB NOT NULL,
                    "title" TEXT NULL,
                    "description" TEXT NULL,
                    "favicon_url" TEXT NULL,
                    "image_url" TEXT NULL,
                    "fetched_at" INTEGER NOT NULL,
                    "error" TEXT NULL,
                    CONSTRAINT "FK_link_pages_links_link_number" FOREIGN KEY ("link_number") REFERENCES "links" ("number") ON DELETE CASCADE
                );
                CREATE TABLE "link_changes" (
                    "revision" INTEGER NOT NULL CONSTRAINT "PK_link_changes" PRIMARY KEY,
                    "workspace_id" BLOB NOT NULL,
                    "link_id" BLOB NOT NULL,
                    "at" INTEGER NOT NULL,
                    "by" TEXT NOT NULL,
                    "action" TEXT NOT NULL,
                    "changes" TEXT NOT NULL
                );
                CREATE TABLE "tombstones" (
                    "domain_id" BLOB NOT NULL,
                    "slug_key" TEXT NOT NULL,
                    "workspace_id" BLOB NOT NULL,
                    "link_id" BLOB NOT NULL,
                    "deleted_at" INTEGER NOT NULL,
                    CONSTRAINT "PK_tombstones" PRIMARY KEY ("domain_id", "slug_key")
                );
                CREATE TABLE "stored_answers" (
                    "workspace_id" BLOB NOT NULL,
                    "key" TEXT NOT NULL,
                    "request" BLOB NOT NULL,
                    "status" INTEGER NOT NULL,
                    "body" BLOB NOT NULL,
                    "headers" TEXT NOT NULL,
                    "at" INTEGER NOT NULL,
                    CONSTRAINT "PK_stored_answers" PRIMARY KEY ("workspace_id", "key")
                );
                CREATE VIRTUAL TABLE link_search USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram');
                INSERT INTO link_search(link_search, rank) VALUES ('automerge', 16);
                INSERT INTO links (number, id, workspace_id, domain_id, slug, slug_key, title, redirect_status, forward_query, starts_at, expires_at, enabled, archived, fallback_url, revision, created_at, updated_at, health_enabled, health_expected_status, health_fail_on, health_failback_hold_seconds, health_failures_to_confirm, health_ignore_tls_errors, health_interval_seconds, health_manual_failback, health_must_contain, health_must_not_contain, health_request_headers, health_retry_seconds, health_successes_to_recover, health_timeout_seconds, description, notes, owner, created_by, imported_clicks)
                SELECT revision, id, workspace_id, domain_id, slug, slug_key, title, redirect_status, forward_query, starts_at, expires_at, enabled, archived, fallback_url, revision, created_at, updated_at, health_enabled, health_expected_status, health_fail_on, health_failback_hold_seconds, health_failures_to_confirm, health_ignore_tls_errors, health_interval_seconds, health_manual_failback, health_must_contain, health_must_not_contain, health_request_headers, health_retry_seconds, health_successes_to_recover, health_timeout_seconds, '', '', '', '', 0 FROM old_links;
                INSERT INTO origins (workspace_id, url, host, public_key, private_key)
                SELECT workspace_id, min(url), '', public_origin_key, private_origin_key FROM old_destinations GROUP BY workspace_id, public_origin_key, private_origin_key;
                INSERT INTO destinations (id, link_number, workspace_id, route, position, weight, url, target_key, origin_number)
                SELECT d.id, l.revision, d.workspace_id, d.route, d.position, d.weight, d.url, d.target_key, o.number
                FROM old_destinations AS d JOIN old_links AS l ON l.id = d.link_id JOIN origins AS o ON o.workspace_id = d.workspace_id AND o.public_key = d.public_origin_key AND o.private_key = d.private_origin_key;
                INSERT INTO link_tags (link_number, tag, workspace_id) SELECT l.revision, t.tag, t.workspace_id FROM old_link_tags AS t JOIN old_links AS l ON l.id = t.link_id;
                INSERT INTO link_search (rowid, text)
                SELECT l.number, lower(l.slug || char(10) || l.title || char(10) || coalesce((SELECT group_concat(t.tag, char(10)) FROM link_tags AS t WHERE t.link_number = l.number), '') || char(10) || coalesce((SELECT group_concat(d.url, char(10)) FROM destinations AS d WHERE d.link_number = l.number), '')) FROM links AS l;
                DROP TABLE old_destinations;
                DROP TABLE old_link_tags;
                DROP TABLE old_links;
                CREATE INDEX "IX_destinations_origin_number" ON "destinations" ("origin_number");
                CREATE INDEX "IX_destinations_target_key" ON "destinations" ("target_key");
                CREATE INDEX "IX_link_changes_link_id_revision" ON "link_changes" ("link_id", "revision");
                CREATE INDEX "IX_link_tags_workspace_id_tag_link_number" ON "link_tags" ("workspace_id", "tag", "link_number");
                CREATE UNIQUE INDEX "IX_links_domain_id_slug_key" ON "links" ("domain_id", "slug_key");
                CREATE UNIQUE INDEX "IX_links_id" ON "links" ("id");
                CREATE INDEX "IX_links_workspace_id_created_at_number" ON "links" ("workspace_id", "created_at", "number");
                CREATE INDEX "IX_links_workspace_id_title_number" ON "links" ("workspace_id", "title", "number");
                CREATE INDEX "IX_links_workspace_id_updated_at_number" ON "links" ("workspace_id", "updated_at", "number");
                CREATE INDEX "IX_origins_private_key" ON "origins" ("private_key");
                CREATE INDEX "IX_origins_public_key" ON "origins" ("public_key");
                CREATE INDEX "IX_origins_workspace_id_host" ON "origins" ("workspace_id", "host");
                CREATE UNIQUE INDEX "IX_origins_workspace_id_url" ON "origins" ("workspace_id", "url");
                CREATE INDEX "IX_stored_answers_at" ON "stored_answers" ("at");
                CREATE UNIQUE INDEX ix_domains_verified_name ON domains (name) WHERE verified_at IS NOT NULL;
                CREATE UNIQUE INDEX "IX_domains_workspace_id_name" ON domains (workspace_id, name);
                CREATE INDEX "IX_verdicts_verdict" ON verdicts (verdict);
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("What links have gained would be lost; restore the copy that was made before the update.");
    }
}
