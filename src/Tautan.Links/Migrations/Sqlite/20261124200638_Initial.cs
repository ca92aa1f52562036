using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Links.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "domains",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    redirect_status = table.Column<int>(type: "INTEGER", nullable: false),
                    case_sensitive = table.Column<bool>(type: "INTEGER", nullable: false),
                    path_suffix = table.Column<bool>(type: "INTEGER", nullable: false),
                    forward_query = table.Column<bool>(type: "INTEGER", nullable: false),
                    slug_length = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_domains", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "feed_entries",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    value = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_entries", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "feed_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    epoch = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false),
                    pruned = table.Column<long>(type: "INTEGER", nullable: false),
                    meant = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_state", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "verdicts",
                columns: table => new
                {
                    key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    verdict = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_verdicts", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "links",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    domain_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    slug = table.Column<string>(type: "TEXT", nullable: false),
                    slug_key = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    redirect_status = table.Column<int>(type: "INTEGER", nullable: false),
                    forward_query = table.Column<bool>(type: "INTEGER", nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    archived = table.Column<bool>(type: "INTEGER", nullable: false),
                    fallback_url = table.Column<string>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    health_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    health_expected_status = table.Column<string>(type: "TEXT", nullable: true),
                    health_failback_hold_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    health_failures_to_confirm = table.Column<int>(type: "INTEGER", nullable: false),
                    health_interval_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    health_manual_failback = table.Column<bool>(type: "INTEGER", nullable: false),
                    health_must_contain = table.Column<string>(type: "TEXT", nullable: true),
                    health_must_not_contain = table.Column<string>(type: "TEXT", nullable: true),
                    health_retry_seconds = table.Column<int>(type: "INTEGER", nullable: false),
                    health_successes_to_recover = table.Column<int>(type: "INTEGER", nullable: false),
                    health_timeout_seconds = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_links_domains_domain_id",
                        column: x => x.domain_id,
                        principalTable: "domains",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "destinations",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    link_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    route = table.Column<int>(type: "INTEGER", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    weight = table.Column<int>(type: "INTEGER", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    target_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    public_origin_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    private_origin_key = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_destinations", x => x.id);
                    table.ForeignKey(
                        name: "FK_destinations_links_link_id",
                        column: x => x.link_id,
                        principalTable: "links",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "link_tags",
                columns: table => new
                {
                    link_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tag = table.Column<string>(type: "TEXT", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_tags", x => new { x.link_id, x.tag });
                    table.ForeignKey(
                        name: "FK_link_tags_links_link_id",
                        column: x => x.link_id,
                        principalTable: "links",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_destinations_link_id",
                table: "destinations",
                column: "link_id");

            migrationBuilder.CreateIndex(
                name: "IX_domains_name",
                table: "domains",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_feed_entries_revision",
                table: "feed_entries",
                column: "revision",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_link_tags_workspace_id_tag",
                table: "link_tags",
                columns: new[] { "workspace_id", "tag" });

            migrationBuilder.CreateIndex(
                name: "IX_links_domain_id_slug_key",
                table: "links",
                columns: new[] { "domain_id", "slug_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_links_workspace_id_created_at_id",
                table: "links",
                columns: new[] { "workspace_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_links_workspace_id_slug_id",
                table: "links",
                columns: new[] { "workspace_id", "slug", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_links_workspace_id_title_id",
                table: "links",
                columns: new[] { "workspace_id", "title", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_links_workspace_id_updated_at_id",
                table: "links",
                columns: new[] { "workspace_id", "updated_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "destinations");

            migrationBuilder.DropTable(
                name: "feed_entries");

            migrationBuilder.DropTable(
                name: "feed_state");

            migrationBuilder.DropTable(
                name: "link_tags");

            migrationBuilder.DropTable(
                name: "verdicts");

            migrationBuilder.DropTable(
                name: "links");

            migrationBuilder.DropTable(
                name: "domains");
        }
    }
}
