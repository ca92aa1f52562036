using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Health.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddEventsAndLatencies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "daily_latencies",
                columns: table => new
                {
                    target_key = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    histogram = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_daily_latencies", x => new { x.target_key, x.day });
                });

            migrationBuilder.CreateTable(
                name: "event_counter",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_counter", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_origin = table.Column<bool>(type: "boolean", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<int>(type: "integer", nullable: true),
                    previous = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hourly_latencies",
                columns: table => new
                {
                    target_key = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    hours = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hourly_latencies", x => new { x.target_key, x.day });
                });

            migrationBuilder.InsertData(
                table: "event_counter",
                columns: new[] { "id", "last" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "ix_daily_latencies_day",
                table: "daily_latencies",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_events_at",
                table: "events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_events_key_id",
                table: "events",
                columns: new[] { "key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hourly_latencies_day",
                table: "hourly_latencies",
                column: "day");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "daily_latencies");

            migrationBuilder.DropTable(
                name: "event_counter");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "hourly_latencies");
        }
    }
}
