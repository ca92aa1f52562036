using System.Text;
using Tautan.Health.Parking;
using Tautan.Platform.Hosting;

namespace Tautan.Health.Tests.Parking;

public sealed class ParkedDomainsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-parked-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string File(string text)
    {
        var path = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [InlineData("ns1.sedoparking.com", true)]
    [InlineData("NS2.SedoParking.com.", true)]
    [InlineData("sedoparking.com", true)]
    [InlineData("notsedoparking.com", false)]
    [InlineData("ns1.a.example", false)]
    [InlineData("com", false)]
    [InlineData("", false)]
    public void Name_servers_are_known_with_all_names_below_them(string name, bool isParked) => ParkedDomains.Default.IsNameServer(name).ShouldBe(isParked);

    [Fact]
    public void Page_is_known_by_its_marks()
    {
        ParkedDomains.Default.Marks(Encoding.UTF8.GetBytes("<html data-adblockkey=\"MFwwDQ\"><body></body></html>")).ShouldBeTrue();
        ParkedDomains.Default.Marks(Encoding.UTF8.GetBytes("<html><p>How we parked our domain, für alle</p></html>")).ShouldBeFalse();
        ParkedDomains.Default.Marks([]).ShouldBeFalse();
    }

    [Fact]
    public void File_takes_the_place_of_what_comes_with_the_product()
    {
        var domains = ParkedDomains.Of(File("# ours\n\nns parked.example\n  mark FOR SALE: call us  \n"));
        domains.IsNameServer("a.parked.example").ShouldBeTrue();
        domains.IsNameServer("ns1.sedoparking.com").ShouldBeFalse();
        domains.Marks("<h1>FOR SALE: call us</h1>"u8).ShouldBeTrue();
        domains.Marks("<h1>for sale: call us</h1>"u8).ShouldBeFalse();
        ParkedDomains.Of(File("")).Marks("anything"u8).ShouldBeFalse();
        ParkedDomains.Of(null).ShouldBeSameAs(ParkedDomains.Default);
    }

    [Theory]
    [InlineData("nameserver parked.example", "line 1")]
    [InlineData("ns a.example\nmark für", "ASCII")]
    public void File_that_is_written_otherwise_stops_the_start_and_says_where(string text, string expected)
    {
        var path = File(text);
        var refusal = Should.Throw<SettingsException>(() => ParkedDomains.Of(path));
        refusal.Message.ShouldContain("ParkedDomains");
        refusal.Message.ShouldContain(path);
        refusal.Message.ShouldContain(expected);
    }

    [Fact]
    public void File_that_is_not_there_stops_the_start() => Should.Throw<SettingsException>(() => ParkedDomains.Of(Path.Combine(_directory, "missing"))).Message.ShouldContain("missing");
}
