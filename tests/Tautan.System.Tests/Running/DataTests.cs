using Tautan.Serving;
using Tautan.SystemTests.Installations;

namespace Tautan.SystemTests.Running;

/// <summary>The data directory and its locks, when starts meet and when there is no room.</summary>
public sealed class DataTests
{
    [Fact]
    public void Starts_that_meet_on_an_empty_directory_all_find_it_good()
    {
        using var parent = new TemporaryDirectory();
        for (var n = 0; n < 100; n++)
        {
            var data = Path.Combine(parent.Path, n.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Parallel.For(0, 8, _ => DataDirectory.Open(data));
            File.ReadAllText(Path.Combine(data, "version")).Trim().ShouldBe("1");
        }
    }

    [Fact]
    public void A_lock_is_taken_where_there_is_no_room_to_say_who_holds_it()
    {
        using var data = new TemporaryDirectory();
        var locks = Directory.CreateDirectory(Path.Combine(data.Path, "locks")).FullName;
        File.CreateSymbolicLink(Path.Combine(locks, "gateway.pid"), "/dev/full");
        using var taken = DataLock.Take(data.Path, "gateway", TimeSpan.Zero);
        Should.Throw<ServeException>(() => DataLock.Take(data.Path, "gateway", TimeSpan.Zero)).Message.ShouldContain("already runs");
    }

    [Fact]
    public void A_database_of_no_service_cannot_be_begun_anew() =>
        ServeCommand.Make("1.0.0").Parse("--new-database lnks").Errors.ShouldNotBeEmpty();
}
