using Microsoft.Extensions.Configuration;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Tests.Hosting;

public sealed class SettingsTests
{
    private static readonly SettingsSection[] Sections =
        [new("Urls", typeof(UrlsOptions)), new("Sample", typeof(Sample)), new("Services", typeof(Dictionary<string, string>))];

    [Theory]
    [InlineData("Urls:Public", "http://127.0.0.1:1")]
    [InlineData("urls:PUBLIC", "http://127.0.0.1:1")]
    [InlineData("Sample:Networks:0", "10.0.0.0/8")]
    [InlineData("Sample:Inner:Depth", "3")]
    [InlineData("Services:anything", "https://x:1")]
    public void A_known_setting_is_accepted_in_any_case(string key, string value) => Settings.RefuseUnknown(Of(key, value), Sections);

    [Theory]
    [InlineData("Urls:Pubic", "TAUTAN_Urls__Pubic is no setting (is TAUTAN_Urls__Public meant?)")]
    [InlineData("Url:Public", "TAUTAN_Url is no setting (is TAUTAN_Urls meant?)")]
    [InlineData("Sample:Inner:Deep", "TAUTAN_Sample__Inner__Deep is no setting (is TAUTAN_Sample__Inner__Depth meant?)")]
    public void An_unknown_setting_is_refused_with_the_nearest_that_is_known(string key, string message) =>
        Should.Throw<SettingsException>(() => Settings.RefuseUnknown(Of(key, "x"), Sections)).Message.ShouldStartWith(message);

    [Fact]
    public void A_value_of_the_wrong_type_is_refused_by_name() =>
        Should.Throw<SettingsException>(() => Settings.Get<Sample>(Of("Sample:Count", "many"), "Sample")).Message.ShouldContain("Sample:Count");

    [Theory]
    [InlineData("Sample:Count", "many", "TAUTAN_Sample__Count is \"many\": expected a whole number.")]
    [InlineData("Sample:Count", "3.5", "TAUTAN_Sample__Count is \"3.5\": expected a whole number.")]
    [InlineData("Sample:Count", "99999999999", "TAUTAN_Sample__Count is \"99999999999\": expected a whole number.")]
    [InlineData("Sample:Enabled", "yes", "TAUTAN_Sample__Enabled is \"yes\": expected true or false.")]
    [InlineData("Sample:Interval", "soon", "TAUTAN_Sample__Interval is \"soon\": expected a duration such as 00:00:30.")]
    [InlineData("Sample:Networks", "10.0.0.0/8", "TAUTAN_Sample__Networks is \"10.0.0.0/8\": expected a value each at TAUTAN_Sample__Networks__0, TAUTAN_Sample__Networks__1, …")]
    [InlineData("Sample:Inner", "3", "TAUTAN_Sample__Inner is \"3\": expected the settings below it, such as TAUTAN_Sample__Inner__Depth.")]
    [InlineData("Sample:Count:Deeper", "3", "TAUTAN_Sample__Count__Deeper is no setting")]
    [InlineData("Urls", "http://127.0.0.1", "TAUTAN_Urls is \"http://127.0.0.1\": expected the settings below it, such as TAUTAN_Urls__Public.")]
    public void A_value_of_the_wrong_form_is_refused_with_what_was_expected(string key, string value, string message) =>
        Should.Throw<SettingsException>(() => Settings.RefuseUnknown(Of(key, value), Sections)).Message.ShouldStartWith(message);

    [Theory]
    [InlineData("Sample:Count", "")]
    [InlineData("Sample:Networks", "")]
    [InlineData("Sample:Count", " 3 ")]
    [InlineData("Sample:Enabled", "TRUE")]
    [InlineData("Sample:Interval", "00:01:00")]
    [InlineData("Sample:Maybe", "5")]
    public void A_value_of_the_right_form_and_an_empty_one_are_accepted(string key, string value) => Settings.RefuseUnknown(Of(key, value), Sections);

    [Fact]
    public void Settings_come_from_the_file_then_the_environment_and_what_orchestrators_inject_is_ignored()
    {
        var directory = Directory.CreateTempSubdirectory("tautan-settings-").FullName;
        var variables = new Dictionary<string, string>
        {
            ["TAUTAN_PORT"] = "tcp://10.0.0.1:80",
            ["TAUTAN_PORT_8080_TCP_ADDR"] = "10.0.0.1",
            ["TAUTAN_Sample__Count"] = "2",
            ["tautan_Sample__Inner__Depth"] = "7",
        };
        try
        {
            File.WriteAllText(Path.Combine(directory, "tautan.json"), """{ "Sample": { "Count": 1, "Networks": ["10.0.0.0/8", "fd00::/8"] } }""");
            foreach (var (name, value) in variables)
                Environment.SetEnvironmentVariable(name, value);

            var configuration = Settings.Read(directory);

            Settings.RefuseUnknown(configuration, Sections);
            var sample = Settings.Get<Sample>(configuration, "Sample");
            sample.Count.ShouldBe(2);
            sample.Networks.ShouldBe(["10.0.0.0/8", "fd00::/8"]);
            sample.Inner.Depth.ShouldBe(0);
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_refused_by_its_name()
    {
        var directory = Directory.CreateTempSubdirectory("tautan-settings-").FullName;
        File.WriteAllText(Path.Combine(directory, "tautan.json"), "{ \"Urls\": ");

        Should.Throw<SettingsException>(() => Settings.Read(directory)).Message.ShouldContain("tautan.json");

        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData(null, "http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData(null, "http://[::]:8080", "http://localhost:8080/")]
    [InlineData("https://go.example/", "http://0.0.0.0:8080", "https://go.example/")]
    public void The_base_is_what_is_set_or_the_public_address_with_a_wildcard_read_as_localhost(string? baseUrl, string publicUrl, string expected) =>
        new UrlsOptions { Base = baseUrl, Public = publicUrl }.BaseUri().ToString().ShouldBe(expected);

    [Theory]
    [InlineData("http://0.0.0.0:80;https://[::]:443", "http://0.0.0.0/", "https://[::]/")]
    [InlineData(" https://127.0.0.1:1 ; http://localhost:2;", "https://127.0.0.1:1/", "http://localhost:2/")]
    public void Several_public_addresses_are_separated_by_semicolons(string value, params string[] expected)
    {
        var urls = new UrlsOptions { Public = value };
        urls.Problems().ShouldBeEmpty();
        urls.PublicUris().Select(uri => uri.ToString()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Public", "")]
    [InlineData("Public", ";")]
    [InlineData("Public", "http://127.0.0.1:1;go.example")]
    [InlineData("Public", "http://127.0.0.1:1,https://127.0.0.1:2")]
    [InlineData("Public", "http://127.0.0.1:1/path")]
    [InlineData("Public", "https://go.example")]
    [InlineData("Operations", "https://127.0.0.1:1")]
    [InlineData("Operations", "http://127.0.0.1:1;http://127.0.0.1:2")]
    public void What_is_no_address_to_listen_at_is_refused(string key, string value)
    {
        var urls = key == "Public" ? new UrlsOptions { Public = value } : new UrlsOptions { Operations = value };
        urls.Problems().Single().Key.ShouldBe(key);
    }

    [Theory]
    [InlineData("https://go.example/path")]
    [InlineData("ftp://go.example")]
    [InlineData("go.example")]
    [InlineData("https://user@go.example")]
    public void A_base_that_is_more_or_less_than_scheme_host_and_port_is_refused(string value) =>
        new UrlsOptions { Base = value }.Problems().Single().Key.ShouldBe("Base");

    private static IConfigurationRoot Of(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();

    private sealed class Sample
    {
        public int Count { get; set; }

        public int? Maybe { get; set; }

        public bool Enabled { get; set; }

        public TimeSpan Interval { get; set; }

        public IList<string> Networks { get; } = [];

        public Inner Inner { get; set; } = new();
    }

    private sealed class Inner
    {
        public int Depth { get; set; }
    }
}
