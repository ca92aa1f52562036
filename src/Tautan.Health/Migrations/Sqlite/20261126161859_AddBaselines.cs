using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Health.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddBaselines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "baseline_at",
                table: "probes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "baseline_sketch",
                table: "probes",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "baseline_title",
                table: "probes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "baseline_url",
                table: "probes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    origin_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    server = table.Column<string>(type: "TEXT", nullable: false),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificates", x => new { x.origin_key, x.server });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropColumn(
                name: "baseline_at",
                table: "probes");

            migrationBuilder.DropColumn(
                name: "baseline_sketch",
                table: "probes");

            migrationBuilder.DropColumn(
                name: "baseline_title",
                table: "probes");

            migrationBuilder.DropColumn(
                name: "baseline_url",
                table: "probes");
        }
    }
}
