using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tautan.Health.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DivideTheWatch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "shard",
                table: "targets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "shard",
                table: "probes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "shard",
                table: "origins",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "shard",
                table: "commands",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_targets_shard",
                table: "targets",
                column: "shard");

            migrationBuilder.CreateIndex(
                name: "ix_probes_shard",
                table: "probes",
                column: "shard");

            migrationBuilder.CreateIndex(
                name: "ix_origins_shard",
                table: "origins",
                column: "shard");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_targets_shard",
                table: "targets");

            migrationBuilder.DropIndex(
                name: "ix_probes_shard",
                table: "probes");

            migrationBuilder.DropIndex(
                name: "ix_origins_shard",
                table: "origins");

            migrationBuilder.DropColumn(
                name: "shard",
                table: "targets");

            migrationBuilder.DropColumn(
                name: "shard",
                table: "probes");

            migrationBuilder.DropColumn(
                name: "shard",
                table: "origins");

            migrationBuilder.DropColumn(
                name: "shard",
                table: "commands");
        }
    }
}
