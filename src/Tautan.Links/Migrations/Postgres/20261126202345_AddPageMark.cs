using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Links.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddPageMark : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "page_mark",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_page_mark", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_link_pages_fetched_at",
                table: "link_pages",
                column: "fetched_at",
                filter: "fetched_at = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "page_mark");

            migrationBuilder.DropIndex(
                name: "IX_link_pages_fetched_at",
                table: "link_pages");
        }
    }
}
