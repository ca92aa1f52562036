using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Links.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddDisallowRobots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "disallow_robots",
                table: "domains",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "disallow_robots",
                table: "domains");
        }
    }
}
