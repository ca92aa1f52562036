using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Links.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddProbeManner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "health_fail_on",
                table: "links",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "health_ignore_tls_errors",
                table: "links",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "health_request_headers",
                table: "links",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "health_fail_on",
                table: "links");

            migrationBuilder.DropColumn(
                name: "health_ignore_tls_errors",
                table: "links");

            migrationBuilder.DropColumn(
                name: "health_request_headers",
                table: "links");
        }
    }
}
