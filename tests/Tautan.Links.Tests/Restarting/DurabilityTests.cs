using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Tautan.Links.Tests.Restarting;

public sealed class DurabilityTests(SqliteLinks links)
{
    [Theory]
    [InlineData("synchronous", "2")]
    [InlineData("journal_mode", "wal")]
    [InlineData("foreign_keys", "1")]
    public async Task A_commit_is_on_disk_when_it_returns(string pragma, string value)
    {
        await using var db = await links.Host.App.Services.GetRequiredService<IDbContextFactory<LinksDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA " + pragma;

        Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(value);
    }
}
